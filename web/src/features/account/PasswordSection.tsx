import { useState } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { useShell } from '../registry/context'
import { PasswordDialog } from './PasswordDialog'
import { Done, Section } from './Section'
import { endedWords } from './words'

export function PasswordSection({ onChanged }: { onChanged: () => void }) {
  const shell = useShell()
  const [done, setDone] = useState('')
  const change = () =>
    shell.show((close) => (
      <PasswordDialog
        onClose={close}
        onChanged={(sessions) => {
          setDone(`${t('Your password is changed.')} ${endedWords(sessions)}`)
          onChanged()
        }}
      />
    ))
  return (
    <Section title={t('Password')}>
      <div>
        <Button onClick={change}>{t('Change password')}</Button>
      </div>
      <Done>{done}</Done>
    </Section>
  )
}

import { useState } from 'react'
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
          setDone(`Your password is changed. ${endedWords(sessions)}`)
          onChanged()
        }}
      />
    ))
  return (
    <Section title="Password">
      <div>
        <Button onClick={change}>Change password</Button>
      </div>
      <Done>{done}</Done>
    </Section>
  )
}

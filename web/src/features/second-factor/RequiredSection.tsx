import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { ServerInfo } from '../../protocol.gen'
import { Choice } from '../../ui/Choice'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'

type Rule = ServerInfo['second_factor']

const RULES = ['optional', 'administrators', 'everybody'] as const
const WORDS: Readonly<Record<Rule, string>> = {
  optional: t('Nobody // must have a second factor'),
  administrators: t('Admins'),
  everybody: t('Everybody'),
}
const MEANINGS: Readonly<Record<Rule, string>> = {
  optional: t('People choose by themselves whether they have one.'),
  administrators: t('Owners and administrators sign in with a passkey, or with a password and a code.'),
  everybody: t('People sign in with a passkey, or with a password and a code.'),
}

/** Who must have a second factor here. */
export function RequiredSection() {
  const { api } = useSession()
  const shell = useShell()
  const [rule, setRule] = useState<Rule | null>(null)
  const [done, setDone] = useState('')
  const { error, run } = usePending<Error>()
  useEffect(() => void run(async () => setRule((await api.call('server.get', {})).second_factor)), [api])

  const set = async (second_factor: Rule) => {
    setRule((await api.call('server.set_second_factor', { second_factor })).second_factor)
    setDone(t('Saved.'))
  }
  const choose = (next: Rule) => {
    setDone('')
    if (next === 'optional') return void run(() => set(next))
    shell.show((close) => (
      <ConfirmDialog
        title={
          next === 'everybody'
            ? t('Require a second factor from everybody?')
            : t('Require a second factor from administrators?')
        }
        action={t('Require it')}
        act={() => set(next)}
        onClose={close}
      >
        {t('Those who have none are signed out now, and set one up when they sign in again.')}
      </ConfirmDialog>
    ))
  }
  if (!rule)
    return error ? <FormError>{error.message}</FormError> : <Skeleton label={t('Loading')} lines={2} />
  return (
    <div className="flex flex-col gap-3">
      <Choice
        legend={t('Who must have a second factor')}
        options={RULES}
        words={WORDS}
        chosen={rule}
        onChoose={choose}
      />
      <p className="text-sm text-soft">{MEANINGS[rule]}</p>
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}

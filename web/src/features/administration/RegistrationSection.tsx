import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { ServerInfo } from '../../protocol.gen'
import { Choice } from '../../ui/Choice'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { DomainsForm } from './DomainsForm'

type Registration = ServerInfo['registration']

const POLICIES = ['open', 'domains', 'invitation', 'closed'] as const
const WORDS: Readonly<Record<Registration, string>> = {
  open: t('Everybody'),
  domains: t('By domain'),
  invitation: t('By invitation'),
  closed: t('Nobody'),
}
const MEANINGS: Readonly<Record<Registration, string>> = {
  open: t('Anybody who finds this server can make an account.'),
  domains: t(
    'Newcomers confirm an e-mail address at one of these domains, or need a link from somebody who may invite.',
  ),
  invitation: t('Newcomers need a link from somebody who may invite.'),
  closed: t(
    'Accounts are made with parley people add only. Links still bring people with an account into rooms.',
  ),
}
const NO_MAIL = t(
  'This server sends no mail, so nobody could confirm their address. Set PARLEY_SMTP_URL first.',
)

/** Who may make an account here. */
export function RegistrationSection() {
  const { api } = useSession()
  const [info, setInfo] = useState<ServerInfo | null>(null)
  // Chosen, and not in force before its domains are named.
  const [isNaming, setNaming] = useState(false)
  const [done, setDone] = useState('')
  const { error, pending, run } = usePending<Error>()
  useEffect(() => void run(async () => setInfo(await api.call('server.get', {}))), [api])

  const save = (registration: Registration, domains: string[] = []) =>
    run(async () => {
      setDone('')
      setInfo(await api.call('server.set_registration', { registration, domains }))
      setNaming(false)
      setDone(t('Saved.'))
    })
  const choose = (next: Registration) => {
    setDone('')
    setNaming(next === 'domains')
    if (next !== 'domains') void save(next)
  }
  if (!info)
    return error ? <FormError>{error.message}</FormError> : <Skeleton label={t('Loading')} lines={2} />
  const { registration, registration_is_set: isSet } = info
  const shown = isNaming ? 'domains' : registration
  return (
    <div className="flex flex-col gap-3">
      {isSet ? (
        <div className="flex flex-col gap-1">
          <h2 className="font-semibold">{t('Who can make an account')}</h2>
          <p>{WORDS[registration]}</p>
          <p className="text-sm text-faint">
            {t('The server’s settings say so: PARLEY_REGISTRATION. Without it, it is chosen here.')}
          </p>
        </div>
      ) : (
        <Choice
          legend={t('Who can make an account')}
          options={POLICIES}
          words={WORDS}
          chosen={shown}
          onChoose={choose}
        />
      )}
      <p className="text-sm text-soft">{MEANINGS[shown]}</p>
      {shown === 'domains' &&
        (info.mail ? (
          <DomainsForm
            domains={info.registration_domains}
            busy={pending}
            onSave={(domains) => void save('domains', domains)}
          />
        ) : (
          <p className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">{NO_MAIL}</p>
        ))}
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}

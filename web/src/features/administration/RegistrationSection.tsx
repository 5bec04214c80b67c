import { useEffect, useState } from 'react'
import type { ServerInfo } from '../../protocol.gen'
import { Choice } from '../../ui/Choice'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'

type Registration = ServerInfo['registration']

const POLICIES = ['open', 'invitation', 'closed'] as const
const WORDS: Readonly<Record<Registration, string>> = {
  open: 'Everybody',
  invitation: 'By invitation',
  closed: 'Nobody',
}
const MEANINGS: Readonly<Record<Registration, string>> = {
  open: 'Anybody who finds this server can make an account.',
  invitation: 'Newcomers need a link from somebody who may invite.',
  closed:
    'Accounts are made with parley people add only. Links still bring people with an account into rooms.',
}

/** Who may make an account here. */
export function RegistrationSection() {
  const { api } = useSession()
  const [info, setInfo] = useState<ServerInfo | null>(null)
  const [done, setDone] = useState('')
  const { error, run } = usePending<Error>()
  useEffect(() => void run(async () => setInfo(await api.call('server.get', {}))), [api])

  const choose = (registration: Registration) =>
    run(async () => {
      setDone('')
      setInfo(await api.call('server.set_registration', { registration }))
      setDone('Saved.')
    })
  if (!info) return error ? <FormError>{error.message}</FormError> : <Skeleton label="Loading" lines={2} />
  const { registration, registration_is_set: isSet } = info
  return (
    <div className="flex flex-col gap-3">
      {isSet ? (
        <div className="flex flex-col gap-1">
          <h2 className="font-semibold">Who can make an account</h2>
          <p>{WORDS[registration]}</p>
          <p className="text-sm text-faint">
            The server’s settings say so: PARLEY_REGISTRATION. Without it, it is chosen here.
          </p>
        </div>
      ) : (
        <Choice
          legend="Who can make an account"
          options={POLICIES}
          words={WORDS}
          chosen={registration}
          onChoose={(next) => void choose(next)}
        />
      )}
      <p className="text-sm text-soft">{MEANINGS[registration]}</p>
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}

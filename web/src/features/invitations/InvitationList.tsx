import { useRef, useState } from 'react'
import { t } from '../../language/t'
import type { Invitation } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useSession, useSignedIn } from '../session/context'
import type { useInvitations } from './useInvitations'
import { placesWords, stateWords } from './words'

/** The open invitations, each with the way to end it. */
export function InvitationList({ page, error, look }: ReturnType<typeof useInvitations>) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [done, setDone] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const revoking = usePending<Error>()
  const revoke = (invitation: Invitation) =>
    revoking.run(async () => {
      await api.call('invite.revoke', { invitation: invitation.id })
      setDone(t('The invitation to {places} does not work any more.', { places: placesWords(invitation) }))
      await look()
      // The button that had it is gone.
      list.current?.focus()
    })
  const failure = error ?? revoking.error
  const last = page?.invitations.at(-1)
  return (
    <div
      ref={list}
      tabIndex={-1}
      role="group"
      aria-label={t('Open invitations // those that still work')}
      className="flex flex-col gap-3 outline-none"
    >
      {!page && !error && <Skeleton label={t('Loading invitations')} lines={2} />}
      {page?.invitations.length === 0 && <p className="text-sm text-faint">{t('No open invitations.')}</p>}
      {page && page.invitations.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {page.invitations.map((invitation) => {
            const maker = page.people[invitation.by]
            return (
              <li key={invitation.id} className="flex items-center gap-3 py-2.5">
                <div className="min-w-0 flex-1">
                  <p className="font-medium break-words text-as-around" dir="auto">
                    {placesWords(invitation)}
                  </p>
                  <p className="text-sm text-faint">
                    {invitation.by !== me.id && maker && (
                      <bdi>{`${t('By {name}', { name: maker.name })} · `}</bdi>
                    )}
                    {stateWords(invitation)}
                  </p>
                </div>
                <Button
                  aria-label={t('Revoke the invitation to {places}', { places: placesWords(invitation) })}
                  busy={revoking.pending}
                  onClick={() => void revoke(invitation)}
                >
                  {t('Revoke')}
                </Button>
              </li>
            )
          })}
        </ul>
      )}
      {page?.more && last && <Button onClick={() => void look(last.id)}>{t('Show more')}</Button>}
      {failure && <FormError>{failure.message}</FormError>}
      <p role="status" className={done ? 'rounded-lg bg-sunken px-3 py-2 text-sm text-soft' : 'sr-only'}>
        {done}
      </p>
    </div>
  )
}

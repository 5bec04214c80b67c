import { useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import type { Group, User } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { prefixIn } from '../members/candidates'
import { PeopleSearch } from '../people/PeopleSearch'
import { FormError } from '../session/FormError'
import { useClient, useSession } from '../session/context'
import { MemberLine } from './MemberLine'
import { useMembers } from './useMembers'

const SHOWN = 30

/** Who is in a group. A typed name finds members, and people who are not in it yet. */
export function GroupMembersDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const { api } = useSession()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState('')
  const prefix = prefixIn(typed)
  const members = useMembers(group.id, prefix)
  const found = useFound(prefix)
  const { pending, error, run } = usePending<Error>()
  const inside = new Set(members.details?.members.map(({ person }) => person))
  const outside = found.filter(({ person }) => !inside.has(person))
  const last = members.details?.members.at(-1)
  const change = (user: User, isIn: boolean) =>
    run(async () => {
      const { person, card } = user
      if (isIn) await api.call('group.add', { group: group.id, people: [person] })
      else await api.call('group.remove', { group: group.id, person })
      setSaid(
        isIn ? t('{name} was added', { name: card.name }) : t('{name} was removed', { name: card.name }),
      )
      await members.read()
      // The button that had it is gone.
      field.current?.focus()
    })
  return (
    <Dialog title={t('Members of {name}', { name: group.name })} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <PeopleSearch type="text" autoFocus field={field} typed={typed} onType={setTyped} />
        {!members.details && !members.error && <Skeleton label={t('Loading the group')} lines={3} />}
        {members.details?.members.length === 0 && prefix === '' && (
          <p className="text-soft">{t('Nobody is in this group yet. Type a name to add somebody.')}</p>
        )}
        <ul aria-label={t('Members')} className="flex flex-col">
          {members.details?.members.map((user) => (
            <MemberLine key={user.person} user={user}>
              <Button
                aria-label={t('Remove {name}', { name: user.card.name })}
                busy={pending}
                onClick={() => void change(user, false)}
              >
                {t('Remove')}
              </Button>
            </MemberLine>
          ))}
        </ul>
        {members.details?.more && last && (
          <Button onClick={() => void members.read(last.card.handle)}>{t('Show more')}</Button>
        )}
        {outside.length > 0 && (
          <ul aria-label={t('Not in the group')} className="flex flex-col border-t border-line pt-2">
            {outside.map((user) => (
              <MemberLine key={user.person} user={user}>
                <Button
                  aria-label={t('Add {name}', { name: user.card.name })}
                  busy={pending}
                  onClick={() => void change(user, true)}
                >
                  {t('Add')}
                </Button>
              </MemberLine>
            ))}
          </ul>
        )}
        {(error ?? members.error) && <FormError>{(error ?? members.error)?.message}</FormError>}
        <p role="status" className={said ? 'text-sm text-soft' : 'sr-only'}>
          {said}
        </p>
      </div>
    </Dialog>
  )
}

/** People of this server whose name or handle begins so. Nobody, where nothing is typed. */
function useFound(prefix: string): readonly User[] {
  const { members } = useClient()
  const [answer, setAnswer] = useState<{ prefix: string; users: readonly User[] } | null>(null)
  useEffect(() => {
    if (prefix === '') return
    let isAsked = true
    members.findPeople({ prefix, limit: SHOWN }).then(
      ({ users }) => isAsked && setAnswer({ prefix, users }),
      // The list of members says what is wrong.
      () => undefined,
    )
    return () => {
      isAsked = false
    }
  }, [members, prefix])
  return answer?.prefix === prefix ? answer.users : []
}

import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { BanPage, Room } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Avatar } from '../people/Avatar'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'

/** Whom a room keeps out, and the way to let them come again. */
export function BansDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { members } = useClient()
  const [page, setPage] = useState<BanPage | null>(null)
  const { pending, error, run } = usePending<Error>()
  const read = (after?: string) =>
    run(async () => {
      const next = await members.bans({ room: room.id, ...(after !== undefined && { after }) })
      setPage((before) =>
        before && after !== undefined
          ? { ...next, bans: [...before.bans, ...next.bans], people: { ...before.people, ...next.people } }
          : next,
      )
    })
  const lift = (person: string) =>
    run(async () => {
      await members.unban({ room: room.id, person })
      setPage((before) => before && { ...before, bans: before.bans.filter((ban) => ban.person !== person) })
    })
  useEffect(() => void read(), [room.id])

  const last = page?.bans.at(-1)?.person
  return (
    <Dialog title={t('Banned from {name}', { name: room.name })} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {!page && !error && <Skeleton label={t('Loading bans')} lines={2} />}
        {page?.bans.length === 0 && <p className="text-soft">{t('Nobody is banned from this room.')}</p>}
        <ul className="flex flex-col gap-2">
          {page?.bans.map(({ person, reason }) => (
            <li key={person} className="flex items-center gap-2.5">
              <Avatar id={person} name={page.people[person]?.name ?? '?'} />
              <span className="min-w-0 flex-1 leading-tight">
                <span className="block truncate text-as-around text-sm font-medium" dir="auto">
                  {page.people[person]?.name}
                </span>
                <span className="block text-as-around text-xs break-words text-faint" dir="auto">
                  {reason || `@${page.people[person]?.handle}`}
                </span>
              </span>
              <Button busy={pending} onClick={() => void lift(person)}>
                {t('Lift ban')}
              </Button>
            </li>
          ))}
        </ul>
        {page?.more && last && (
          <Button busy={pending} onClick={() => void read(last)}>
            {t('Show more')}
          </Button>
        )}
        {error && <FormError>{error.message}</FormError>}
      </div>
    </Dialog>
  )
}

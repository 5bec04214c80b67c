import { useMemo } from 'react'
import { t } from '../../language/t'
import type { Forwarded } from '../../protocol.gen'
import { isBlocked } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { BLOCKED } from '../blocks/words'
import { fullTime, sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import type { ShownMessage } from '../registry/feature'
import { roomPath } from '../rooms/listed'
import { useClientState } from '../session/context'
import { NamedContext, NOBODY } from '../text/named'
import { Text } from '../text/Text'
import { OriginLine } from './OriginLine'
import { partsOf } from './parts'

/** What its sender says, and below it what somebody else said in another place. */
export default function ForwardedView({
  message,
  forwarded,
}: {
  message: ShownMessage
  forwarded: Forwarded
}) {
  const { room, seq, mentions, groups, wide } = message
  const { sender } = forwarded
  const { note, copy } = partsOf(message.body, forwarded.lines)
  const name = useClientState(({ sync }) => sync.people[sender]?.name ?? '…')
  const isFolded = useClientState(({ sync }) => isBlocked(sync, sender))
  const path = roomPath(room)
  const named = useMemo(() => ({ people: mentions, groups, wide, path }), [mentions, groups, wide, path])
  const at = new Date(forwarded.at)
  return (
    <>
      {note !== '' && (
        <NamedContext value={named}>
          <Text body={note} />
        </NamedContext>
      )}
      <figure className="my-1 max-w-2xl rounded-lg border border-line border-s-4 bg-sunken px-3 py-2">
        <figcaption>
          <span className="sr-only">{t('Forwarded message')}</span>
          <span className="flex items-center gap-2 leading-5">
            <Avatar id={sender} name={name} size="sm" />
            <bdi className="truncate font-semibold">{name}</bdi>
            <time
              dateTime={forwarded.at}
              title={fullTime(at)}
              className="text-xs whitespace-nowrap text-faint tabular-nums"
            >
              {sinceWhen(at, new Date())}
            </time>
          </span>
        </figcaption>
        <div className="py-1">
          {forwarded.erased || isFolded ? (
            <p className="flex items-center gap-1.5 text-faint italic">
              <Icon name={forwarded.erased ? 'trash' : 'muted'} size={14} />
              {forwarded.erased ? t('The original was deleted, and its text with it.') : BLOCKED}
            </p>
          ) : (
            // Whom it mentioned was mentioned there, and not here.
            <NamedContext value={NOBODY}>
              <Text body={copy} />
            </NamedContext>
          )}
        </div>
        {!forwarded.erased && <OriginLine room={room.id} seq={seq} />}
      </figure>
    </>
  )
}

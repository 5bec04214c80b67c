import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Scheduled } from '../../protocol.gen'
import type { Ordering } from '../../sync/ordering'
import { roomOf } from '../../sync/state'
import { copyAndSay } from '../../ui/copy'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { whenTitle } from '../later/words'
import { useShell } from '../registry/context'
import { roomPath } from '../rooms/listed'
import { roomName } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { Text } from '../text/Text'

/** One scheduled message, and what can be done with it. */
export function ScheduledRow({ one, onEdit }: { one: Scheduled; onEdit: () => void }) {
  const client = useClient()
  const shell = useShell()
  const { pending, error, run } = usePending<Error>()
  const at = new Date(one.at)
  const isSending = !one.failed && at.getTime() <= Date.now()
  const act = (work: (ordering: Ordering) => Promise<void>, said: string) =>
    void run(async () => {
      await work(await client.ordering())
      // The button that has the focus goes away with its row.
      document.querySelector<HTMLElement>('h1')?.focus()
      shell.say(said)
    })
  return (
    <li className="py-3" aria-busy={pending || undefined}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <time dateTime={one.at} className={`font-semibold ${one.failed ? 'text-faint line-through' : ''}`}>
          {whenTitle(at, new Date())}
        </time>
        <Where one={one} />
        {isSending && <span className="text-faint">{t('Sending…')}</span>}
      </p>
      {one.failed && <p className="pt-1 text-sm text-danger">{t('Not sent: {why}', { why: one.failed })}</p>}
      <div className="max-h-48 overflow-hidden pt-1 mask-[linear-gradient(#000_9rem,transparent_12rem)]">
        <Text body={one.body} />
      </div>
      <p className="flex flex-wrap items-center gap-x-4 pt-2 text-sm">
        <TextButton onClick={onEdit}>{one.failed ? t('Reschedule') : t('Edit')}</TextButton>
        <TextButton
          onClick={() =>
            act((ordering) => ordering.sendNow(one.id), one.failed ? t('Trying again') : t('Sending now'))
          }
        >
          {one.failed ? t('Try again') : t('Send now')}
        </TextButton>
        {one.failed && (
          <TextButton onClick={() => void copyAndSay(one.body, t('Text copied'), shell.say)}>
            {t('Copy text')}
          </TextButton>
        )}
        <TextButton
          className="text-danger"
          onClick={() => act((ordering) => ordering.cancel(one.id), t('Deleted // said of a message'))}
        >
          {t('Delete')}
        </TextButton>
      </p>
      {error && <FormError>{error.message}</FormError>}
    </li>
  )
}

/** Where it goes. A room that one has left has no name here any more. */
function Where({ one: { room, thread } }: { one: Scheduled }) {
  const { me } = useSignedIn()
  const info = useClientState(({ sync }) => roomOf(sync, room)?.info)
  const people = useClientState(({ sync }) => sync.people)
  if (!info) return <span className="text-soft">{t('in a room that you are not in')}</span>
  const path = roomPath(info)
  const link = (
    <Link
      href={thread == null ? path : `${path}/thread/${thread}`}
      className="inline-flex touch:min-h-11 items-center font-medium text-accent hover:underline"
    >
      <bdi>{roomName(info, people, me.id)}</bdi>
    </Link>
  )
  return (
    <span className="min-w-0 truncate text-soft">
      {thread == null
        ? phrase('in {room} // where a message goes', { room: link })
        : phrase('in a thread of {room} // where a message goes', { room: link })}
    </span>
  )
}

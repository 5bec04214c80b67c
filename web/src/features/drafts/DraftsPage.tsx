import { useMemo } from 'react'
import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { roomOf } from '../../sync/state'
import { Skeleton } from '../../ui/Skeleton'
import { TextButton } from '../../ui/TextButton'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { sinceWhen } from '../messages/times'
import { useShell } from '../registry/context'
import { roomPath } from '../rooms/listed'
import { useRoomName } from '../rooms/names'
import { useClient, useClientState } from '../session/context'
import { Page } from '../shell/Page'
import { beginningOf } from '../text/beginning'
import { draftsInOrder } from './list'

type Listed = ReturnType<typeof draftsInOrder>[number]

/** Everything that one has begun to write and not sent, on whichever device. */
export default function DraftsPage() {
  const sync = useClientState((state) => state.sync)
  const drafts = useClientState((state) => state.drafts)
  const listed = useMemo(() => draftsInOrder({ sync, drafts }), [sync, drafts])
  const isKnown = sync.epoch !== null
  return (
    <Page title={t('Drafts')} below="/">
      {!isKnown && listed.length === 0 && <Skeleton label={t('Loading drafts')} lines={4} />}
      {isKnown && listed.length === 0 && (
        <p className="text-soft">
          {t('No drafts. What you write and do not send is kept here, on all your devices.')}
        </p>
      )}
      <ul className="divide-y divide-line" aria-label={t('Drafts')}>
        {listed.map((one) => (
          <DraftRow key={one.place} one={one} />
        ))}
      </ul>
    </Page>
  )
}

function DraftRow({ one }: { one: Listed }) {
  const info = useClientState(({ sync }) => roomOf(sync, one.room)?.info)
  return info ? <NamedRow one={one} info={info} /> : null
}

function NamedRow({
  one: { place, thread, text, draft },
  info,
}: {
  one: Listed
  info: Parameters<typeof roomPath>[0] & Parameters<typeof useRoomName>[0]
}) {
  const client = useClient()
  const shell = useShell()
  const room = <bdi className="font-semibold text-ink">{useRoomName(info)}</bdi>
  const remove = async () => {
    // The row goes away, and with it the button to which the dialog gives the focus back.
    document.querySelector('dialog[open]')?.addEventListener('close', focusHeading, { once: true })
    client.replyTo(place, null)
    client.writeDraft(place, '')
  }
  const ask = () =>
    shell.show((close) => (
      <ConfirmDialog title={t('Delete this draft?')} action={t('Delete draft')} onClose={close} act={remove}>
        <p>{t('It is deleted on all your devices.')}</p>
      </ConfirmDialog>
    ))
  return (
    <li className="flex items-center gap-3 py-1">
      <Link
        href={thread === undefined ? roomPath(info) : `${roomPath(info)}/thread/${thread}`}
        state={{ over: true }}
        className="-ms-2 min-w-0 flex-1 rounded-lg px-2 py-2 hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm text-soft">
            {thread === undefined ? room : phrase('Thread in {room}', { room })}
          </span>
          <span className="shrink-0 text-xs text-faint">
            {client.isDraftKnown(place) && draft ? (
              <time dateTime={draft.at}>{sinceWhen(new Date(draft.at), new Date())}</time>
            ) : (
              t('Only on this device')
            )}
          </span>
        </span>
        <span className="line-clamp-2 wrap-anywhere" dir="auto">
          {beginningOf(text)}
        </span>
      </Link>
      <TextButton className="text-sm" onClick={ask}>
        {t('Delete')}
      </TextButton>
    </li>
  )
}

const focusHeading = () => document.querySelector<HTMLElement>('h1')?.focus()

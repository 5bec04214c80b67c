import { useState } from 'react'
import { Link, useRoute } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Reminder } from '../../protocol.gen'
import { remindersOf } from '../../sync/ordered'
import { roomOf } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { useShell } from '../registry/context'
import { roomName } from '../rooms/names'
import { useClientState, useSignedIn } from '../session/context'
import { askSnooze, complete } from './acts'
import { messagePath } from './path'

/** Lies over the page's edge and moves nothing. It shows what has become due, one after another, until it is put away. */
export default function DueNote() {
  const shell = useShell()
  const all = useClientState(({ sync }) => remindersOf(sync))
  const [isListed] = useRoute('/reminders')
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set())
  const due = all.filter((one) => one.due && !putAway.has(nameOf(one)))
  const one = due.at(-1)
  if (!one || isListed) return <div role="status" />
  const put = () => {
    // The button that has the focus goes away.
    const next =
      document.querySelector<HTMLElement>('textarea[data-composer]') ?? document.querySelector('h1')
    next?.focus()
    setPutAway((before) => new Set([...before, nameOf(one)]))
  }
  return (
    <div
      role="status"
      className="absolute end-2 z-30 flex w-[min(22rem,calc(100vw-1rem))] items-start gap-2 rounded-xl border border-line bg-raised py-2 ps-3 pe-1 text-sm text-ink shadow-lift top-[calc(3.75rem+env(safe-area-inset-top))]"
    >
      <span className="pt-1 text-accent">
        <Icon name="bell" size={16} />
      </span>
      <div className="min-w-0 flex-1 py-0.5">
        <p className="font-semibold">
          {t('Reminder')}
          {due.length > 1 && ` · ${t('{count, plural, one {# due} other {# due}}', { count: due.length })}`}
        </p>
        <What one={one} />
        <p className="flex flex-wrap items-center gap-x-4 pt-1">
          <TextButton
            onClick={() => {
              put()
              complete(one, shell)
            }}
          >
            {t('Done // a button: it is settled')}
          </TextButton>
          <TextButton onClick={({ currentTarget }) => askSnooze(one, currentTarget, shell)}>
            {t('Snooze')}
          </TextButton>
        </p>
      </div>
      <IconButton small icon="close" label={t('Put reminder away')} onClick={put} />
    </div>
  )
}

function What({ one }: { one: Reminder }) {
  const { me } = useSignedIn()
  const info = useClientState(({ sync }) => (one.room == null ? undefined : roomOf(sync, one.room)?.info))
  const people = useClientState(({ sync }) => sync.people)
  return (
    <>
      {one.text && (
        <p dir="auto" className="max-h-24 overflow-hidden wrap-break-word">
          {one.text}
        </p>
      )}
      {info && one.seq != null && (
        <Link
          href={messagePath(info, one.seq, one.thread)}
          className="inline-flex touch:min-h-11 max-w-full items-center font-medium text-accent hover:underline"
        >
          <span className="truncate">
            {phrase('A message in {room}', { room: <bdi>{roomName(info, people, me.id)}</bdi> })}
          </span>
        </Link>
      )}
    </>
  )
}

/** A reminder that is snoozed becomes due anew. */
const nameOf = ({ id, at }: Reminder) => `${id} ${at}`

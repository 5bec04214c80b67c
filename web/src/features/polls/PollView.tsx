import { lazy, useId, useRef, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { ballotKey } from '../../sync/votes'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { PollOption } from './PollOption'
import { useIsOver } from './useIsOver'
import { useShownPoll } from './useShownPoll'
import { termsWords, votersWords } from './words'

const VotersDialog = lazy(() => import('./VotersDialog'))
const LINK =
  'min-h-8 touch:min-h-11 whitespace-nowrap underline decoration-edge underline-offset-4 hover:text-ink'
const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 }

/** What a message asks, with the result so far. */
export default function PollView({ message, acting }: MessageProps) {
  const { place, seq } = message
  const { client, me } = acting
  const question = useId()
  const list = useRef<HTMLDivElement>(null)
  const shown = useShownPoll(place, seq)
  const why = useClientState(({ ballots }) => ballots[ballotKey(place, seq)]?.why ?? null)
  const closesAt = shown?.poll.closes_at
  const isOver = useIsOver(closesAt ? new Date(closesAt) : null)
  if (!shown) return null
  const { poll, options, voters, mine } = shown
  const isClosed = isOver || poll.closed_at != null

  const vote = (chosen: readonly number[]) =>
    void client.polling().then((polling) => polling.vote(place, seq, chosen))
  const choose = (at: number) => {
    if (!poll.multiple) return vote([at])
    vote(mine.includes(at) ? mine.filter((one) => one !== at) : [...mine, at].sort((a, b) => a - b))
  }
  const takeBack = () => {
    // The button goes away.
    list.current?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true })
    vote([])
  }
  const showVoters = () => acting.show((close) => <VotersDialog place={place} seq={seq} onClose={close} />)

  return (
    <div className="my-1 max-w-lg touch:select-none">
      <p id={question} dir="auto" className="text font-semibold wrap-anywhere">
        {poll.question}
      </p>
      <p className="text-sm text-faint">{termsWords(poll, isClosed, new Date())}</p>
      <div
        ref={list}
        role={poll.multiple ? 'group' : 'radiogroup'}
        aria-labelledby={question}
        className="mt-1.5 mb-0.5 flex flex-col gap-1.5"
        onKeyDown={walk}
      >
        {options.map((option, at) => (
          <PollOption
            key={at}
            option={option}
            me={me.id}
            isAnonymous={poll.anonymous ?? false}
            role={poll.multiple ? 'checkbox' : 'radio'}
            isClosed={isClosed}
            onChoose={() => choose(at)}
          />
        ))}
      </div>
      <p className="flex min-h-8 touch:min-h-11 items-center gap-x-3 text-sm text-faint">
        {poll.anonymous || voters === 0 ? (
          votersWords(voters)
        ) : (
          <button type="button" title={t('Show votes')} className={LINK} onClick={showVoters}>
            {votersWords(voters)}
          </button>
        )}
        {!isClosed && mine.length > 0 && (
          <button type="button" className={LINK} onClick={takeBack}>
            {t('Undo my vote')}
          </button>
        )}
      </p>
      {why !== null && (
        <p role="alert" className="text-sm text-danger">
          {t('Not saved: {why}', { why })}
        </p>
      )}
    </div>
  )
}

/** Up and down go from option to option. They choose nothing: a vote is seen by everybody. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[event.key]
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const at = options.indexOf(event.target as HTMLElement)
  if (by === undefined || at < 0) return
  event.preventDefault()
  options[(at + by + options.length) % options.length]?.focus({ preventScroll: true })
}

import { useId } from 'react'
import { numberWords } from '../../language/t'
import type { ShownOption } from '../../sync/votes'
import { Icon } from '../../ui/Icon'
import { useClientState } from '../session/context'
import { countWords, percentWords, whoChose } from './words'

interface Props {
  option: ShownOption
  me: string
  isAnonymous: boolean
  role: 'radio' | 'checkbox'
  /** It stays a button, so that nobody who is on it loses the focus. */
  isClosed: boolean
  onChoose: () => void
}

/** An option, with its share of the votes. It is as high with votes as without. */
export function PollOption({ option, me, isAnonymous, role, isClosed, onChoose }: Props) {
  const id = useId()
  const people = useClientState(({ sync }) => sync.people)
  const { text, count, percent, mine } = option
  const who = isAnonymous ? undefined : whoChose(option, me, people)
  return (
    <button
      type="button"
      role={role}
      aria-checked={mine}
      aria-disabled={isClosed || undefined}
      aria-labelledby={`${id}-text`}
      aria-describedby={`${id}-count`}
      title={who}
      onClick={isClosed ? undefined : onChoose}
      className="grid min-h-12 w-full grid-cols-[auto_1fr_auto] items-center gap-x-2 rounded-lg border border-line px-2.5 py-2 text-start transition-colors not-aria-disabled:hover:border-edge aria-checked:border-accent not-aria-disabled:aria-checked:bg-tint aria-disabled:cursor-default"
    >
      <Mark isRound={role === 'radio'} isChosen={mine} isHidden={isClosed && !mine} />
      <span id={`${id}-text`} dir="auto" className="min-w-0 wrap-anywhere">
        {text}
      </span>
      <span id={`${id}-count`} className="min-w-14 text-end text-sm whitespace-nowrap text-soft tabular-nums">
        <span className="sr-only">{countWords(count)}, </span>
        <span aria-hidden="true" className="font-semibold text-ink">
          {numberWords(count)}
        </span>{' '}
        {percentWords(percent)}
      </span>
      <span
        aria-hidden="true"
        className="col-span-3 mt-1 h-1 overflow-hidden rounded-full bg-sunken forced-colors:bg-[Canvas]"
      >
        <span
          className={`block h-full rounded-full transition-[width] forced-colors:bg-[Highlight] ${mine ? 'bg-accent' : 'bg-edge'}`}
          style={{ width: `${percent}%` }}
        />
      </span>
    </button>
  )
}

function Mark({ isRound, isChosen, isHidden }: { isRound: boolean; isChosen: boolean; isHidden: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`flex size-4.5 shrink-0 items-center justify-center border ${isRound ? 'rounded-full' : 'rounded'} ${isChosen ? 'border-accent bg-accent text-on-accent forced-colors:bg-[Highlight] forced-colors:text-[HighlightText]' : 'border-edge bg-raised'} ${isHidden ? 'invisible' : ''}`}
    >
      {isChosen && <Icon name="check" size={14} />}
    </span>
  )
}

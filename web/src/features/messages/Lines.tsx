import { t } from '../../language/t'
import { dayName } from './times'

/** Opens the way to another day. */
export type OnDay = (day: Date, opener: HTMLElement) => void

/** Before the first message of a day. */
export function DayLine({ at, onDay }: { at: Date; onDay?: OnDay | undefined }) {
  return (
    <div className="flex items-center gap-3 px-4 pt-4 pb-2">
      <span className="h-px flex-1 bg-line" />
      {onDay ? (
        <DayButton at={at} onDay={onDay} />
      ) : (
        <span className="text-xs font-medium whitespace-nowrap text-faint">
          <Day at={at} />
        </span>
      )}
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}

export function DayButton({ at, onDay }: { at: Date; onDay: OnDay }) {
  return (
    <button
      type="button"
      title={t('Jump to a date')}
      className="pointer-events-auto rounded-full px-2.5 py-1 text-xs font-medium whitespace-nowrap text-faint hover:bg-hover hover:text-ink touch:-my-1.5 touch:min-h-11 touch:px-4"
      onClick={(event) => onDay(at, event.currentTarget)}
    >
      <Day at={at} />
    </button>
  )
}

function Day({ at }: { at: Date }) {
  return <time dateTime={at.toISOString().slice(0, 10)}>{dayName(at, new Date())}</time>
}

/** Before the first message that is news. */
export function NewsLine() {
  return (
    <div role="separator" aria-label={t('New messages')} className="flex items-center gap-3 px-4 py-2">
      <span className="h-px flex-1 bg-accent" />
      <span className="text-xs font-semibold text-accent">{t('New // messages')}</span>
    </div>
  )
}

import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { sinceWhen } from './times'

interface Props {
  count: number
  /** When the first of them was sent. Null while it is not loaded. */
  since: Date | null
  /** Null for who is there already. */
  onNewest: (() => void) | null
  onRead: () => void
}

/** How much is new in a room that was opened, and the two ways to be done with it. */
export default function UnreadBar({ count, since, onNewest, onRead }: Props) {
  return (
    <div className="column pointer-events-none flex justify-center px-2 pt-2">
      <div
        role="group"
        aria-label={t('New messages')}
        className="pointer-events-auto flex h-9 max-w-full items-center gap-x-3 rounded-full border border-line bg-raised ps-4 pe-1 text-sm shadow-lift touch:h-11"
      >
        <p className="min-w-0 truncate font-semibold text-accent">
          {since
            ? phrase(
                '{count} new<since> since {time}</since>',
                { count, time: sinceWhen(since, new Date()) },
                { since: (words) => <span className="max-sm:hidden">{words}</span> },
              )
            : t('{count} new // messages', { count })}
        </p>
        {onNewest && (
          <TextButton className="whitespace-nowrap" onClick={onNewest}>
            {t('Jump to newest')}
          </TextButton>
        )}
        <button
          type="button"
          className="flex h-7 touch:h-11 items-center gap-1 rounded-full px-3 font-medium whitespace-nowrap text-soft hover:bg-hover hover:text-ink"
          onClick={onRead}
        >
          {t('Mark read')}
          <Icon name="close" size={14} />
        </button>
      </div>
    </div>
  )
}

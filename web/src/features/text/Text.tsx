import { useClientState } from '../session/context'
import { Markdown } from './Markdown'
import { isFewEmoji, mayHaveShortcodes } from './shortcodes'
import { useShortcodes } from './useShortcodes'

/** What somebody wrote, after Markdown. `docs/text.md` describes the dialect. */
export function Text({ body, className = '' }: { body: string; className?: string }) {
  const shortcodes = useShortcodes(body)
  const pictures = useClientState(({ sync }) => (mayHaveShortcodes(body) ? sync.emoji.pictures : null))
  return (
    // Another text is made anew: what of this one was shown or coloured has nothing to do with it.
    <div
      key={body}
      className={`text ${isFewEmoji(body, shortcodes, pictures) ? 'text-large' : ''} ${className}`}
    >
      <Markdown body={body} shortcodes={shortcodes} pictures={pictures} />
    </div>
  )
}

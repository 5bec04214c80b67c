import { t } from '../../language/t'
import type { Card } from '../../protocol.gen'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import { statusNow } from './status'

/** The emoji of somebody's status beside their name; its words are told on pointing at it. */
export function StatusSign({ card }: { card: Pick<Card, 'status'> | undefined }) {
  const status = statusNow(card?.status, new Date())
  if (!status) return null
  return (
    <span
      role="img"
      aria-label={t('Status: {status}', { status: status.text || status.emoji || '' })}
      title={status.text}
      className="text-sm"
    >
      <EmojiSign emoji={status.emoji || '💬'} />
    </span>
  )
}

import { useState } from 'react'
import { numberWords, t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import { PagedPeople } from '../people/PagedPeople'
import { useClient } from '../session/context'
import { useReactions } from './useReactions'

interface Props {
  place: string
  seq: number
  onClose: () => void
}

/** Everybody who reacted to a message, an emoji at a time. */
export default function ReactorsDialog({ place, seq, onClose }: Props) {
  const client = useClient()
  const shown = useReactions(place, seq)
  const [chosen, setChosen] = useState<string | null>(null)
  const emoji = shown.find((each) => each.emoji === chosen)?.emoji ?? shown[0]?.emoji
  return (
    <Dialog title={t('Reactions')} onClose={onClose}>
      <div className="flex flex-wrap gap-1 pb-3">
        {shown.map(({ emoji: each, count }) => (
          <Button
            key={each}
            aria-pressed={each === emoji}
            className="aria-pressed:bg-chosen"
            onClick={() => setChosen(each)}
          >
            <EmojiSign emoji={each} /> {numberWords(count)}
          </Button>
        ))}
      </div>
      {emoji === undefined ? (
        <p className="py-4 text-soft">{t('Nobody has reacted to this message.')}</p>
      ) : (
        <PagedPeople
          key={emoji}
          label={t('Reacted with {emoji}', { emoji })}
          load={(after) => client.whoReacted({ room: place, seq, emoji, after })}
        />
      )}
    </Dialog>
  )
}

import { useEffect, useState } from 'react'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { Avatar } from '../people/Avatar'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { useReactions } from './useReactions'

interface Props {
  place: string
  seq: number
  onClose: () => void
}

interface Person {
  readonly id: string
  readonly name: string
}

/** Everybody who reacted to a message, an emoji at a time. */
export default function ReactorsDialog({ place, seq, onClose }: Props) {
  const shown = useReactions(place, seq)
  const [chosen, setChosen] = useState<string | null>(null)
  const emoji = shown.find((each) => each.emoji === chosen)?.emoji ?? shown[0]?.emoji
  return (
    <Dialog title="Reactions" onClose={onClose}>
      <div className="flex flex-wrap gap-1 pb-3">
        {shown.map(({ emoji: each, count }) => (
          <Button
            key={each}
            aria-pressed={each === emoji}
            className="aria-pressed:bg-chosen"
            onClick={() => setChosen(each)}
          >
            {each} {count}
          </Button>
        ))}
      </div>
      {emoji === undefined ? (
        <p className="py-4 text-soft">Nobody has reacted to this message.</p>
      ) : (
        <People key={emoji} place={place} seq={seq} emoji={emoji} />
      )}
    </Dialog>
  )
}

function People({ place, seq, emoji }: { place: string; seq: number; emoji: string }) {
  const client = useClient()
  const [people, setPeople] = useState<readonly Person[]>([])
  const [more, setMore] = useState(true)
  const { pending, error, run } = usePending<Error>()
  const load = () =>
    run(async () => {
      const after = people.at(-1)?.id ?? null
      const page = await client.whoReacted({ room: place, seq, emoji, after })
      const found = page.people.map((id) => ({ id, name: page.cards[id]?.name ?? '…' }))
      setPeople((known) => [...known, ...found])
      setMore(page.more)
    })
  useEffect(() => void load(), [])

  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2" aria-label={`Reacted with ${emoji}`}>
        {people.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-3">
            <Avatar id={id} name={name} />
            <bdi className="min-w-0 truncate">{name}</bdi>
          </li>
        ))}
      </ul>
      {error && <FormError>{error.message}</FormError>}
      {more && (
        <Button busy={pending} onClick={() => void load()}>
          {error ? 'Try again' : people.length === 0 ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </div>
  )
}

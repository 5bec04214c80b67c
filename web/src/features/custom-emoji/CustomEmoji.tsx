import { useContext, useState } from 'react'
import { renewed } from '../people/renewed'
import { SessionContext, useClientState } from '../session/context'

interface Props {
  name: string
  /** The name of its picture. */
  picture: string
  /** It stands in a text: who copies that copies its name. */
  inText?: boolean
}

/** An emoji of this server, as high as the text around it. */
export function CustomEmoji({ name, picture, inText = false }: Props) {
  const session = useContext(SessionContext)
  const [failures, setFailures] = useState(0)
  const typed = `:${name}:`
  // The session may have to be renewed, which every verb does by itself and no picture.
  const retry = () => {
    if (failures > 0 || !session) return setFailures(2)
    void renewed(session.api).then((isDone) => setFailures(isDone ? 1 : 2))
  }
  if (failures > 1) return typed
  return (
    <span className="custom-emoji" role="img" aria-label={typed} title={typed}>
      <img
        key={failures}
        src={addressOf(picture)}
        alt=""
        draggable={false}
        decoding="async"
        onError={retry}
      />
      {inText && <span>{typed}</span>}
    </span>
  )
}

/**
 * An emoji of Unicode or of this server. One that was removed is its name, which is no part of the text: a button around
 * it is called something else.
 */
export function EmojiSign({ emoji }: { emoji: string }) {
  const name = nameIn(emoji)
  const picture = useClientState(({ sync }) => (name === null ? undefined : sync.emoji.pictures.get(name)))
  if (name === null) return emoji
  if (picture !== undefined) return <CustomEmoji name={name} picture={picture} />
  return <span className="emoji-name" role="img" aria-label={emoji} data-name={emoji} />
}

/** The name in `:party_parrot:`, null for an emoji of Unicode. */
export function nameIn(emoji: string): string | null {
  return /^:(.+):$/.exec(emoji)?.[1] ?? null
}

/** Nothing moves for people who asked their system for that. */
function addressOf(picture: string): string {
  const isStill = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches
  return `/api/emoji/${picture}/${isStill ? 'still' : 'moving'}`
}

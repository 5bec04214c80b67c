import { useState, type CSSProperties } from 'react'
import { useClientState, useSession } from '../session/context'
import { hueOf, initialOf } from './look'
import { renewed } from './renewed'

const SIZES = {
  sm: 'size-6 rounded-md text-xs',
  md: 'size-9 rounded-[10px] text-base',
  lg: 'size-16 rounded-2xl text-xl',
} as const

interface Props {
  id: string
  name: string
  size?: keyof typeof SIZES
  /** Of somebody who may not be known here, as the page that tells of them says. */
  picture?: string | null
  /** Leaves a corner free for a sign. */
  notched?: boolean
}

/** A person's picture, or their initial on their own colour. Decoration: the name always stands beside it. */
export function Avatar({ id, name, size = 'md', picture, notched = false }: Props) {
  const known = useClientState(({ sync: { me, people } }) => (me?.id === id ? me : people[id])?.avatar)
  const shown = known === undefined ? picture : known
  const { api } = useSession()
  const [failed, setFailed] = useState<{ picture: string; isForGood: boolean } | null>(null)
  const isMissing = failed?.picture === shown && failed?.isForGood === true
  // The session may have to be renewed, which every verb does by itself and no picture.
  const retry = (picture: string) => {
    if (failed?.picture === picture) return setFailed({ picture, isForGood: true })
    void renewed(api).then((isDone) => setFailed({ picture, isForGood: !isDone }))
  }
  return (
    <span
      aria-hidden="true"
      style={{ '--hue': hueOf(id) } as CSSProperties}
      className={`avatar flex shrink-0 items-center justify-center overflow-hidden font-semibold forced-colors:border select-none ${SIZES[size]} ${notched ? 'notched' : ''}`}
    >
      {shown && !isMissing ? (
        <img
          key={failed?.picture === shown ? 'again' : 'first'}
          src={`/api/avatars/${shown}/${size === 'lg' ? 192 : 96}`}
          alt=""
          draggable={false}
          decoding="async"
          className="size-full object-cover"
          onError={() => retry(shown)}
        />
      ) : (
        initialOf(name)
      )}
    </span>
  )
}

import type { CSSProperties } from 'react'
import { hueOf, initialOf } from './look'

const SIZES = {
  sm: 'size-6 rounded-md text-xs',
  md: 'size-9 rounded-[10px] text-base',
  lg: 'size-16 rounded-2xl text-xl',
} as const

interface Props {
  id: string
  name: string
  size?: keyof typeof SIZES
  /** Leaves a corner free for a sign. */
  notched?: boolean
}

/** A person's initial on their own colour. Decoration: the name always stands beside it. */
export function Avatar({ id, name, size = 'md', notched = false }: Props) {
  return (
    <span
      aria-hidden="true"
      style={{ '--hue': hueOf(id) } as CSSProperties}
      className={`avatar flex shrink-0 items-center justify-center font-semibold forced-colors:border select-none ${SIZES[size]} ${notched ? 'notched' : ''}`}
    >
      {initialOf(name)}
    </span>
  )
}

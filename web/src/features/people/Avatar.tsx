import type { CSSProperties } from 'react'
import { hueOf, initialOf } from './look'

const SIZES = { sm: 'size-6 rounded-md text-xs', md: 'size-9 rounded-[10px] text-base' } as const

/** A person's initial on their own colour. Decoration: the name always stands beside it. */
export function Avatar({ id, name, size = 'md' }: { id: string; name: string; size?: keyof typeof SIZES }) {
  return (
    <span
      aria-hidden="true"
      style={{ '--hue': hueOf(id) } as CSSProperties}
      className={`avatar flex shrink-0 items-center justify-center font-semibold select-none ${SIZES[size]}`}
    >
      {initialOf(name)}
    </span>
  )
}

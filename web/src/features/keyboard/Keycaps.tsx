import { keycaps } from './chord'

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent)

/** A chord as keys to press. */
export function Keycaps({ chord }: { chord: string }) {
  const caps = keycaps(chord, isMac())
  return (
    <span dir="ltr" className="inline-flex shrink-0 items-center gap-1">
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-sunken px-1 font-sans text-xs text-faint"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}

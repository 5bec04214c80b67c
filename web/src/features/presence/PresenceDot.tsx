/**
 * A disc for online, a ring for away: the shape says it, and the colour only repeats it. Browsers leave the colours of a
 * drawing as they are when a system forces its own, so there the drawing asks for the colour of text.
 */
export function PresenceDot({ state }: { state: 'online' | 'away' }) {
  return (
    <svg
      aria-hidden="true"
      data-presence={state}
      viewBox="0 0 10 10"
      className={`absolute -end-0.5 -bottom-0.5 size-2.5 forced-colors:text-[CanvasText] ${state === 'online' ? 'text-here' : 'text-faint'}`}
    >
      {state === 'online' ? (
        <circle cx="5" cy="5" r="5" fill="currentColor" />
      ) : (
        <circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" strokeWidth="2.5" />
      )}
    </svg>
  )
}

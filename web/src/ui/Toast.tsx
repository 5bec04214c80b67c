import { useEffect } from 'react'

const SHOWN_MS = 3_000

/** Says that something was done whose effect cannot be seen. It covers nothing that can be pressed, and goes away. */
export function Toast({ text, onGone }: { text: string; onGone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onGone, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [text, onGone])
  return (
    <p className="pointer-events-none fixed inset-x-0 bottom-24 z-40 mx-auto w-fit max-w-[90vw] animate-rise rounded-full border border-line bg-ink px-4 py-2 text-sm font-medium text-canvas shadow-lift">
      {text}
    </p>
  )
}

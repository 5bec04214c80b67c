import { useRef, type ReactNode } from 'react'
import { useArrival } from './useArrival'

/** A page with nothing else in it: what is so, and what to do now. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 px-6 py-10 text-center text-soft">
      <h1 ref={heading} tabIndex={-1} dir="auto" className="text-lg font-semibold text-ink">
        {title}
      </h1>
      {children}
    </div>
  )
}

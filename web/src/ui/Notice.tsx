import type { ReactNode } from 'react'

/** A page or a pane with nothing else in it: what is so, and what to do now. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="m-auto flex max-w-sm flex-col items-center gap-3 px-6 py-10 text-center text-soft">
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children}
    </div>
  )
}

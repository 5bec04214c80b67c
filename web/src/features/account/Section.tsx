import { useId, type ReactNode } from 'react'

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-4 border-t border-line pt-6">
      <h2 id={heading} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** What was done, said where it was asked for. It is there before it says anything, or nobody hears it. */
export function Done({ children }: { children: string }) {
  return (
    <p role="status" className={children ? 'rounded-lg bg-sunken px-3 py-2 text-sm text-soft' : 'sr-only'}>
      {children}
    </p>
  )
}

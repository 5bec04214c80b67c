import type { ReactNode } from 'react'

/** Why what was sent is not done: read out at once. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-lg bg-danger-tint px-3 py-2 text-sm text-danger">
      {children}
    </p>
  )
}

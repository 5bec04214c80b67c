import { useId, type SelectHTMLAttributes } from 'react'

type Props = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
  label: string
  hint?: string | undefined
}

/** A labelled choice of one among a few: the browser's own, which every device knows how to show. */
export function Select({ label, hint, children, ...select }: Props) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      <select
        id={id}
        aria-describedby={hint ? `${id}-note` : undefined}
        className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-2.5 text-base touch:text-[16px] text-ink focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
        {...select}
      >
        {children}
      </select>
      {hint && (
        <p id={`${id}-note`} className="text-sm text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}

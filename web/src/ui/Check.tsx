import { useId } from 'react'

interface CheckProps {
  label: string
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Something that is on or off, as large as its words. */
export function Check({ label, hint, checked, onChange }: CheckProps) {
  const id = useId()
  const box = (
    <label className="flex min-h-9 touch:min-h-11 cursor-pointer items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        className="size-4.5 shrink-0 accent-accent"
        aria-describedby={hint === undefined ? undefined : id}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  )
  if (hint === undefined) return box
  return (
    <div>
      {box}
      <p id={id} className="text-sm text-faint">
        {hint}
      </p>
    </div>
  )
}

interface CheckProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** Something that is on or off, as large as its words. */
export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="flex min-h-9 touch:min-h-11 cursor-pointer items-center gap-2.5 text-sm">
      <input
        type="checkbox"
        className="size-4.5 shrink-0 accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  )
}

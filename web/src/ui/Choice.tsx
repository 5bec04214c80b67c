interface ChoiceProps<T extends string> {
  legend: string
  hint?: string
  options: readonly T[]
  words: Readonly<Record<T, string>>
  chosen: T
  onChoose: (value: T) => void
}

/** One of a few, all in sight. */
export function Choice<T extends string>({ legend, hint, options, words, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend className="pb-2 font-semibold">{legend}</legend>
      {hint && <p className="-mt-1 pb-2 text-sm text-faint">{hint}</p>}
      <div
        className={`w-full max-w-lg gap-1 rounded-xl border border-line bg-sunken p-1 ${options.length > 3 ? 'grid grid-cols-2 sm:grid-cols-4' : 'flex'}`}
      >
        {options.map((option) => (
          <label
            key={option}
            className="flex min-h-9 touch:min-h-11 flex-1 cursor-pointer items-center justify-center rounded-lg border border-transparent px-2 py-1 text-center text-sm text-soft hover:text-ink has-checked:border-edge has-checked:bg-raised has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent forced-colors:has-checked:border-[Highlight]"
          >
            <input
              type="radio"
              name={legend}
              className="sr-only"
              checked={chosen === option}
              onChange={() => onChoose(option)}
            />
            {words[option]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

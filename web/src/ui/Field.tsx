import { useId, useLayoutEffect, useRef, type InputHTMLAttributes, type Ref } from 'react'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  label: string
  hint?: string | undefined
  error?: string | null | undefined
  inputRef?: Ref<HTMLInputElement>
}

/** A labelled input that says what it wants, and what is wrong with what it got. */
export function Field({ label, hint, error, inputRef, ...input }: Props) {
  const id = useId()
  const own = useRef<HTMLInputElement>(null)
  const note = error ?? hint
  // The attribute alone works only while a document loads, or as a dialog opens.
  useLayoutEffect(() => {
    if (input.autoFocus) own.current?.focus()
  }, [])

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      <input
        id={id}
        ref={(element) => {
          own.current = element
          if (typeof inputRef === 'function') inputRef(element)
          else if (inputRef) inputRef.current = element
        }}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-3 text-base touch:text-[16px] text-ink placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:border-danger"
        {...input}
      />
      {note && (
        <p id={`${id}-note`} className={`text-sm ${error ? 'text-danger' : 'text-faint'}`}>
          {note}
        </p>
      )}
    </div>
  )
}

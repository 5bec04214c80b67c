import type { ComponentProps } from 'react'

/** A button in the middle of a text. Fingers get a larger one, which does not make the line higher. */
export function TextButton({ className = '', ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={`font-semibold underline underline-offset-3 touch:-my-3 touch:min-w-11 touch:py-3 ${className}`}
      {...rest}
    />
  )
}

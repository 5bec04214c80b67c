import type { Ref } from 'react'
import { t } from '../../language/t'

interface Props {
  /** In a dialog it is a plain text: in a search, Escape empties the field instead of closing the dialog. */
  type: 'search' | 'text'
  typed: string
  onType: (typed: string) => void
  autoFocus?: boolean
  field?: Ref<HTMLInputElement>
}

/** The field above a list of people that finds some of them. */
export function PeopleSearch({ type, typed, onType, autoFocus = false, field = null }: Props) {
  return (
    <input
      ref={field}
      type={type}
      autoFocus={autoFocus}
      aria-label={t('Search people')}
      placeholder={t('Name or @handle')}
      autoComplete="off"
      maxLength={80}
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
      className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-3 text-base placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 touch:text-[16px]"
    />
  )
}

import { t } from '../../language/t'
/** How many characters are left, or how many are too many. */
export function TextLeft({ id, left, limit }: { id: string; left: number | null; limit: number }) {
  if (left === null) return null
  return (
    <p id={id} className={`px-1 text-xs leading-5 tabular-nums ${left < 0 ? 'text-danger' : 'text-faint'}`}>
      {left < 0
        ? t('{count} over the limit of {limit} characters', { count: -left, limit: String(limit) })
        : t('{count} of {limit} characters left', { count: left, limit: String(limit) })}
    </p>
  )
}

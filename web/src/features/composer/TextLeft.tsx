/** How many characters are left, or how many are too many. */
export function TextLeft({ id, left, limit }: { id: string; left: number | null; limit: number }) {
  if (left === null) return null
  return (
    <p id={id} className={`px-1 text-xs leading-5 tabular-nums ${left < 0 ? 'text-danger' : 'text-faint'}`}>
      {left < 0 ? `${-left} over the limit of ${limit} characters` : `${left} of ${limit} characters left`}
    </p>
  )
}

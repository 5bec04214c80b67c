/** Stands for lines that are being loaded. It appears only if they take long enough to be missed. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="flex animate-late flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, at) => (
        <span key={at} className={`h-3.5 rounded bg-hover ${WIDTHS[at % WIDTHS.length]}`} />
      ))}
    </div>
  )
}

const WIDTHS = ['w-3/5', 'w-4/5', 'w-2/5', 'w-2/3']

import { t } from '../../language/t'
/** How long the lines of a message are, in percent: never two alike below each other. */
const LINES = [[62], [84, 38], [47], [71, 90, 55], [33], [78, 24], [58]] as const

/** In place of messages that are on their way, and as high as they are. */
export function TimelineSkeleton() {
  return (
    <div aria-busy="true" className="timeline flex min-h-0 flex-1 flex-col justify-end overflow-hidden">
      <p role="status" className="sr-only">
        {t('Loading messages')}
      </p>
      <div aria-hidden="true" className="column flex flex-col gap-5 pb-4">
        {LINES.map((lines, at) => (
          <div key={at} className="flex gap-3 ps-4 pe-20">
            <span className="size-9 shrink-0 rounded-full bg-line/60" />
            <span className="flex flex-1 flex-col gap-2 pt-1">
              <span className="h-3 w-28 rounded bg-line/80" />
              {lines.map((percent) => (
                <span key={percent} className="h-3 rounded bg-line/50" style={{ width: `${percent}%` }} />
              ))}
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}

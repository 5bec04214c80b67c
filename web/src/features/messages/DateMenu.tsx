import { useState } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Popover } from '../../ui/Popover'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { dayNamed, dayValue } from './times'
import type { Jumps } from './useJumps'

interface Props {
  /** The day on which it was opened, and where that stands. */
  day: Date
  anchor: DOMRect
  jumps: Jumps
  onClose: () => void
}

/** The way to another day of the room. */
export default function DateMenu({ day, anchor, jumps, onClose }: Props) {
  const [value, setValue] = useState(dayValue(day))
  const { pending, error, run } = usePending<Error>()
  const jump = (work: () => Promise<void>) =>
    void run(async () => {
      await work()
      onClose()
    })
  const today = new Date()
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  const chosen = dayNamed(value)

  return (
    <Popover label={t('Jump to a date')} anchor={anchor} onClose={onClose}>
      <div className="flex w-64 flex-col gap-1 p-2 max-sm:w-full max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <Choice onClick={() => jump(() => jumps.toTime(dayNamed(dayValue(today)) ?? today))}>
          {t('Today')}
        </Choice>
        <Choice onClick={() => jump(() => jumps.toTime(yesterday))}>{t('Yesterday')}</Choice>
        <Choice onClick={() => jump(jumps.toBeginning)}>{t('Beginning of the room')}</Choice>
        <form
          className="mt-1 flex items-center gap-2 border-t border-line px-1 pt-3 pb-1"
          onSubmit={(event) => {
            event.preventDefault()
            if (chosen) jump(() => jumps.toTime(chosen))
          }}
        >
          <input
            type="date"
            aria-label={t('Date')}
            required
            max={dayValue(today)}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            className="h-9 min-w-0 flex-1 rounded-lg border border-edge bg-canvas px-2 text-sm touch:h-11 touch:text-[16px]"
          />
          <Button type="submit" look="primary" busy={pending} disabled={!chosen}>
            {t('Jump // a verb, on a button')}
          </Button>
        </form>
        {error && <FormError>{error.message}</FormError>}
      </div>
    </Popover>
  )
}

function Choice({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      className="flex h-9 items-center rounded-lg px-3 text-start text-sm font-medium hover:bg-hover touch:h-11"
      onClick={onClick}
    >
      {children}
    </button>
  )
}

import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/Button'
import { Popover } from '../../ui/Popover'
import { usePending } from '../../ui/usePending'
import { dayValue } from '../messages/times'
import { FormError } from '../session/FormError'
import { choices, momentOf, morning, timeValue } from './choices'
import { WhenFields } from './WhenFields'
import { hintOf, zoneWords } from './words'

interface Props {
  title: string
  /** On the button beside the fields. */
  verb: string
  anchor: DOMRect
  onChoose: (at: Date) => Promise<void>
  onClose: () => void
}

/** Asks when: some times that are often wanted, or any other. It closes once that is done. */
export function WhenPopover({ title, verb, anchor, onChoose, onClose }: Props) {
  const [now] = useState(() => new Date())
  const [day, setDay] = useState(() => dayValue(morning(now, 1)))
  const [time, setTime] = useState(() => timeValue(morning(now, 1)))
  const { pending, error, run } = usePending<Error>()
  const choose = (at: Date) =>
    void run(async () => {
      await onChoose(at)
      onClose()
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const at = momentOf(day, time)
    if (at) choose(at)
  }
  return (
    <Popover label={title} anchor={anchor} onClose={onClose}>
      <div className="flex w-[min(22rem,100vw)] flex-col p-2 max-sm:w-full max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <h2 className="px-2.5 pt-1 pb-2 font-semibold">{title}</h2>
        {choices(now).map(({ label, at }) => (
          <button
            key={label}
            type="button"
            aria-disabled={pending || undefined}
            className="flex h-9 touch:h-11 w-full items-center justify-between gap-4 rounded-lg px-2.5 text-start text-sm hover:bg-hover"
            onClick={() => choose(at)}
          >
            {label}
            <span className="text-faint">{hintOf(at, now)}</span>
          </button>
        ))}
        <form className="mt-2 flex flex-col gap-3 border-t border-line px-2.5 pt-3 pb-1" onSubmit={submit}>
          <WhenFields day={day} time={time} onDay={setDay} onTime={setTime} />
          {error && <FormError>{error.message}</FormError>}
          <div className="flex items-center justify-between gap-3">
            <p className="text-xs text-faint">{zoneWords()}</p>
            <Button look="primary" type="submit" busy={pending}>
              {verb}
            </Button>
          </div>
        </form>
      </div>
    </Popover>
  )
}

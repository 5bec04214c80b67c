import { t } from '../../language/t'
import { Field } from '../../ui/Field'
import { dayValue } from '../messages/times'

interface Props {
  day: string
  time: string
  onDay: (day: string) => void
  onTime: (time: string) => void
}

const FURTHEST_DAYS = 366

/** A day and a time of it, in the browser's own fields. */
export function WhenFields({ day, time, onDay, onTime }: Props) {
  const now = new Date()
  const last = new Date(now.getFullYear(), now.getMonth(), now.getDate() + FURTHEST_DAYS)
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field
        label={t('Date')}
        type="date"
        required
        min={dayValue(now)}
        max={dayValue(last)}
        value={day}
        onChange={(event) => onDay(event.currentTarget.value)}
      />
      <Field
        label={t('Time // of the day')}
        type="time"
        required
        value={time}
        onChange={(event) => onTime(event.currentTarget.value)}
      />
    </div>
  )
}

import { t } from '../../language/t'
import { Select } from '../../ui/Select'
import { keepingChoices, keepingLabel } from './keeping'

interface Props {
  /** What the room has; a new one keeps everything. */
  now?: number
  days: number
  onChoose: (days: number) => void
}

/** For how long a room keeps its messages. */
export function KeepingField({ now = 0, days, onChoose }: Props) {
  return (
    <Select
      label={t('Keep messages')}
      value={days}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    >
      {keepingChoices(now).map((choice) => (
        <option key={choice} value={choice}>
          {keepingLabel(choice)}
        </option>
      ))}
    </Select>
  )
}

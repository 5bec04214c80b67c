import { t } from '../../language/t'
import { Select } from '../../ui/Select'
import { ALWAYS, editingChoices, editingLabel } from './editing'

interface Props {
  /** What the room has; in a new one messages can always be edited. */
  now?: number
  minutes: number
  onChoose: (minutes: number) => void
}

/** For how long people can edit what they said. */
export function EditingField({ now = ALWAYS, minutes, onChoose }: Props) {
  return (
    <Select
      label={t('Messages can be edited')}
      value={minutes}
      onChange={(event) => onChoose(Number(event.currentTarget.value))}
    >
      {editingChoices(now).map((choice) => (
        <option key={choice} value={choice}>
          {editingLabel(choice)}
        </option>
      ))}
    </Select>
  )
}

import { Select } from '../../ui/Select'
import { WHO, whoLabel, type Who } from './rights'

interface Props {
  label: string
  hint?: string
  who: Who
  onChoose: (who: Who) => void
}

/** Whether something is for all members or for those who look after the room. */
export function RightsField({ label, hint, who, onChoose }: Props) {
  return (
    <Select
      label={label}
      hint={hint}
      value={who}
      onChange={(event) => onChoose(event.currentTarget.value as Who)}
    >
      {WHO.map((choice) => (
        <option key={choice} value={choice}>
          {whoLabel(choice)}
        </option>
      ))}
    </Select>
  )
}

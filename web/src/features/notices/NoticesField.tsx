import { t } from '../../language/t'
import { Check } from '../../ui/Check'

/** The switch for notices in a room's timeline. */
export function NoticesField({ on, onChoose }: { on: boolean; onChoose: (on: boolean) => void }) {
  return (
    <Check
      label={t('Show notices in the conversation')}
      hint={t('A line says so when people come and go, and when the room’s name or topic changes.')}
      checked={on}
      onChange={onChoose}
    />
  )
}

import { t } from '../../language/t'
import { placeNamed, type Place } from '../../sync/places'
import { WhenPopover } from '../later/WhenPopover'
import { whenWords } from '../later/words'
import { useShell } from '../registry/context'
import { useClient } from '../session/context'

interface Props {
  place: Place
  seq: number
  anchor: DOMRect
  onClose: () => void
}

/** Asks when one wants to be reminded of a message. */
export default function RemindPopover({ place, seq, anchor, onClose }: Props) {
  const client = useClient()
  const shell = useShell()
  const remind = async (at: Date) => {
    const ordering = await client.ordering()
    await ordering.remind({ ...placeNamed(place), seq, at: at.toISOString() })
    shell.say(t('Reminder set for {when}', { when: whenWords(at, new Date()) }))
  }
  return (
    <WhenPopover
      title={t('Remind me')}
      verb={t('Set reminder')}
      anchor={anchor}
      onChoose={remind}
      onClose={onClose}
    />
  )
}

import { t } from '../../language/t'
import { Check } from '../../ui/Check'
import { usePending } from '../../ui/usePending'
import { Section } from '../account/Section'
import { useSelf } from '../profile/useSelf'
import { FormError } from '../session/FormError'
import { useClientState, useSignedIn } from '../session/context'

/** Whether others see what one has read. */
export default function SharingSection() {
  const { me } = useSignedIn()
  const self = useSelf()
  const { pending, error, run } = usePending<Error>()
  const isOn = useClientState(({ sync }) => sync.settings?.receipts ?? true)
  return (
    <Section title={t('Read receipts')}>
      <div>
        <Check
          label={t('Let others see what I have read')}
          checked={me.shares_reading ?? true}
          disabled={pending}
          onChange={(shares_reading) => void run(() => self.update({ shares_reading }))}
        />
        <p className="text-sm text-soft">
          {t('If this is off, nobody sees which messages you have read, and you do not see it of others.')}
        </p>
        {!isOn && (
          <p className="text-sm text-soft">
            {t('An administrator has turned read receipts off on this server.')}
          </p>
        )}
      </div>
      {error && <FormError>{error.message}</FormError>}
    </Section>
  )
}

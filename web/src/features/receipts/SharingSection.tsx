import { useState } from 'react'
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
  // Shown while the server has not answered yet.
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isOn = useClientState(({ sync }) => sync.settings?.receipts ?? true)
  const share = (shares_reading: boolean) =>
    void run(async () => {
      setWanted(shares_reading)
      await self.update({ shares_reading })
    })
  return (
    <Section title={t('Read receipts')}>
      <div>
        <Check
          label={t('Let others see what I have read')}
          checked={pending && wanted !== null ? wanted : (me.shares_reading ?? true)}
          onChange={share}
        />
        <p className="text-sm text-soft">
          {t(
            'If this is off, nobody sees which messages you have read, and you do not see which ones others have read.',
          )}
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

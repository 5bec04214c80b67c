import { t } from '../../language/t'
import { PasskeysSection } from '../passkeys/PasskeysSection'
import { AuthenticatorSection } from './AuthenticatorSection'
import { useSecondFactor } from './useSecondFactor'

/** What one signs in with, beside the password. */
export default function SecurityPage() {
  const own = useSecondFactor()
  return (
    <div className="flex flex-col gap-8">
      <p className="text-soft">
        {own.factor?.is_required
          ? t('This server requires a second factor: an authenticator app, a passkey, or both.')
          : t('What you sign in with, beside your password. Changing the password is under Account.')}
      </p>
      <PasskeysSection onChanged={() => void own.look()} />
      <AuthenticatorSection {...own} />
    </div>
  )
}

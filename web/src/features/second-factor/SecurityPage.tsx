import { PasskeysSection } from '../passkeys/PasskeysSection'
import { AuthenticatorSection } from './AuthenticatorSection'
import { useSecondFactor } from './useSecondFactor'

/** What one signs in with, beside the password. */
export default function SecurityPage() {
  const own = useSecondFactor()
  return (
    <div className="flex flex-col gap-8">
      {own.factor?.is_required && (
        <p className="rounded-lg bg-sunken px-3 py-2 text-sm text-soft">
          This server wants a second factor of you: an authenticator app, a passkey, or both.
        </p>
      )}
      <PasskeysSection onChanged={() => void own.look()} />
      <AuthenticatorSection {...own} />
    </div>
  )
}

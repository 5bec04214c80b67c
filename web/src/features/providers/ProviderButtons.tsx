import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import type { SignInWayProps } from '../registry/feature'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { depart } from './depart'

/** A button for each provider, below the form: signing in and making an account are one there. */
export default function ProviderButtons({ server, next }: SignInWayProps) {
  const { api } = useSession()
  const { pending, error, run } = usePending<Error>()
  if (server.providers.length === 0) return null
  return (
    <div className="flex flex-col gap-3">
      <p aria-hidden="true" className="flex items-center gap-3 text-sm text-faint">
        <span className="h-px flex-1 bg-line" />
        {t('or // between two ways to sign in')}
        <span className="h-px flex-1 bg-line" />
      </p>
      {server.providers.map(({ id, name }) => (
        <Button
          key={id}
          className="h-10 min-w-0"
          busy={pending}
          onClick={() => void run(() => depart(api, id, { next, purpose: 'sign-in' }))}
        >
          <span className="truncate">{t('Continue with {provider}', { provider: name })}</span>
        </Button>
      ))}
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

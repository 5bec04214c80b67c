import { useCallback, useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { ProviderState } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Section } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { RequiredSection } from '../second-factor/RequiredSection'
import { useServerInfo } from '../session/useServerInfo'
import { RegistrationSection } from './RegistrationSection'

/** Who may come in, and how. For the server's owner and administrators. */
export default function SignInPage() {
  return (
    <div className="flex flex-col gap-8">
      <RegistrationSection />
      <RequiredSection />
      <MethodsSection />
      <ProvidersSection />
    </div>
  )
}

function MethodsSection() {
  const server = useServerInfo()
  if (!server) return <Skeleton label={t('Loading')} lines={2} />
  return (
    <Section title={t('Ways to sign in')}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2">
        <dt>{t('Password')}</dt>
        <dd className="text-soft">{t('On // it can be used')}</dd>
        <dt>{t('Passkeys')}</dt>
        <dd className="text-soft">{t('On // it can be used')}</dd>
        <dt>{t('Link or code by e-mail')}</dt>
        <dd className="text-soft">
          {server.mail ? t('On // it can be used') : t('Off: PARLEY_SMTP_URL is not set')}
        </dd>
        <dt>{t('Providers')}</dt>
        <dd className="text-soft">{server.providers.length || t('None // no providers')}</dd>
      </dl>
    </Section>
  )
}

function ProvidersSection() {
  const { api } = useSession()
  const [providers, setProviders] = useState<readonly ProviderState[] | null>(null)
  const { pending, error, run } = usePending<Error>()
  const check = useCallback(
    () => run(async () => setProviders((await api.call('provider.check', {})).providers)),
    [api],
  )
  useEffect(() => void check(), [check])
  return (
    <Section title={t('Providers')}>
      {!providers && !error && <Skeleton label={t('Asking the providers')} lines={3} />}
      {providers?.length === 0 && (
        <p className="text-soft">
          {t(
            'None. Google, Keycloak and every other OpenID Connect provider can be added in the server’s settings: PARLEY_OIDC_PROVIDERS.',
          )}
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line empty:hidden">
        {providers?.map((provider) => (
          <ProviderRow key={provider.id} provider={provider} />
        ))}
      </ul>
      {error && <FormError>{error.message}</FormError>}
      {providers && providers.length > 0 && (
        <div>
          <Button busy={pending} onClick={() => void check()}>
            {pending ? t('Checking…') : t('Check again')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function ProviderRow({ provider }: { provider: ProviderState }) {
  const { name, issuer, client_id: client, redirect_uri: redirect, problem } = provider
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="min-w-0 truncate font-medium">{name}</h3>
        <span className={`shrink-0 text-sm ${problem === null ? 'text-soft' : 'text-danger'}`}>
          {problem === null ? t('Answers // a verb: the provider does') : t('Does not work')}
        </span>
      </div>
      {problem !== null && <FormError>{problem}</FormError>}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-faint">{t('Issuer')}</dt>
        <dd className="break-all">
          <bdi>{issuer}</bdi>
        </dd>
        <dt className="text-faint">{t('Client id')}</dt>
        <dd className="break-all">
          <bdi>{client}</bdi>
        </dd>
        <dt className="text-faint">{t('Redirect URI')}</dt>
        <dd className="break-all">
          <bdi>{redirect}</bdi>
        </dd>
      </dl>
    </li>
  )
}

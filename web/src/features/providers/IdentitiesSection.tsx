import { useCallback, useEffect, useState } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Identity, IdentityList, OfferedProvider } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { Done, Section } from '../account/Section'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { useServerInfo } from '../session/useServerInfo'
import { UnlinkDialog } from './UnlinkDialog'
import { depart } from './depart'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** The accounts elsewhere with which somebody signs in here. Nothing where there are none and none could be. */
export default function IdentitiesSection() {
  const server = useServerInfo()
  const { own, error, look } = useIdentities()
  const shell = useShell()
  const [done, setDone] = useState('')
  if (!server || !own) return error ? <FormError>{error.message}</FormError> : null
  if (server.providers.length === 0 && own.identities.length === 0) return null
  const unlink = (identity: Identity) =>
    shell.show((close) => (
      <UnlinkDialog
        identity={identity}
        hasPassword={own.has_password}
        onClose={close}
        onUnlinked={() => {
          setDone(t('{provider} is unlinked.', { provider: identity.provider_name }))
          void look()
        }}
      />
    ))
  return (
    <Section title={t('Linked accounts')}>
      {own.identities.length === 0 && <p className="text-soft">{t('Link an account to sign in with it.')}</p>}
      <ul className="flex flex-col divide-y divide-line empty:hidden">
        {own.identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} onUnlink={() => unlink(identity)} />
        ))}
      </ul>
      {!own.has_password && (
        <p className="text-sm text-soft">
          {t('You have no password here.')}
          {server.mail && ` ${t('To choose one, sign out and press “Forgot your password?”.')}`}
        </p>
      )}
      <LinkButtons providers={server.providers} />
      <Done>{done}</Done>
    </Section>
  )
}

function IdentityRow({ identity, onUnlink }: { identity: Identity; onUnlink: () => void }) {
  const { provider_name: name, email, linked_at: linkedAt, used_at: usedAt, is_offered: isOffered } = identity
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-medium text-as-around" dir="auto">
          {name}
        </p>
        {email !== null && (
          <p className="truncate text-sm text-soft">
            <bdi>{email}</bdi>
          </p>
        )}
        <p className="text-sm text-faint">
          {isOffered ? linkedWords(linkedAt, usedAt) : t('This server does not offer it any more.')}
        </p>
      </div>
      <Button
        aria-label={t('Unlink {account}', { account: email === null ? name : `${name} ${email}` })}
        onClick={onUnlink}
      >
        {t('Unlink')}
      </Button>
    </li>
  )
}

function linkedWords(linkedAt: string, usedAt: string | null): string {
  const linked = date.format(new Date(linkedAt))
  if (!usedAt) return t('Linked {linked} // an account, on a day', { linked })
  const used = date.format(new Date(usedAt))
  return t('Linked {linked}, last used {used} // an account, on two days', { linked, used })
}

function LinkButtons({ providers }: { providers: readonly OfferedProvider[] }) {
  const { api } = useSession()
  const { pending, error, run } = usePending<Error>()
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            className="min-w-0"
            busy={pending}
            onClick={() => void run(() => depart(api, id, { next: '/settings/account', purpose: 'link' }))}
          >
            <span className="truncate">
              {t('Link {provider} // to the account here', { provider: name })}
            </span>
          </Button>
        ))}
      </div>
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

function useIdentities() {
  const { api } = useSession()
  const [own, setOwn] = useState<IdentityList | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const look = useCallback(() => api.call('identity.list', {}).then(setOwn, setError), [api])
  useEffect(() => void look(), [look])
  return { own, error, look }
}

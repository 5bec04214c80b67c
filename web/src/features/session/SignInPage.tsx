import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Link, useSearch } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { AuthPage } from './AuthPage'
import { FormError } from './FormError'
import { useSession } from './context'
import { NotSetUpPage } from './NotSetUpPage'
import { SignInWays } from './SignInWays'
import { safeNext } from './next'
import { useServerInfo } from './useServerInfo'
import { useSignIn } from './useSignIn'

export function SignInPage() {
  const { api, ended } = useSession()
  const signIn = useSignIn()
  const server = useServerInfo()
  const search = useSearch()
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)
  const { pending, error, run } = usePending<Error>()

  // Only the password can be wrong in a way that typing again mends: a handle that exists is not told from one that does not.
  useEffect(() => {
    if (error instanceof Refusal) passwordField.current?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() =>
      signIn(() => api.call('session.create', { handle: handle.trim(), password, deliver: 'cookie' })),
    )
  }

  if (server?.needs_setup) return <NotSetUpPage />
  return (
    <AuthPage title={server ? t('Sign in to {server}', { server: server.name }) : t('Sign in')}>
      {ended && !error && (
        <p role="status" className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
          {t('Your session has ended. Sign in again to go on; what you were writing is kept.')}
        </p>
      )}
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('Handle or e-mail')}
          name="username"
          dir="ltr"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          value={handle}
          onChange={(event) => setHandle(event.currentTarget.value)}
        />
        <Field
          label={t('Password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          inputRef={passwordField}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error && <FormError>{wording(error)}</FormError>}
        <Button look="primary" type="submit" className="h-10" busy={pending}>
          {pending ? t('Signing in…') : t('Sign in')}
        </Button>
      </form>
      <SignInWays server={server} next={safeNext(new URLSearchParams(search).get('next'))} />
      {server && <OtherWays mail={server.mail} search={search} login={handle.trim()} />}
      {server?.registration === 'invitation' && (
        <p className="text-center text-sm text-soft">
          {t('New here? Newcomers come by invitation: ask somebody who is here for a link.')}
        </p>
      )}
      {(server?.registration === 'open' || server?.registration === 'domains') && (
        <p className="text-center text-sm text-soft">
          {phrase(
            'New here? <link>Create an account</link>',
            {},
            {
              link: (words) => (
                <Link
                  href={`/register${search ? `?${search}` : ''}`}
                  className="font-medium text-accent underline underline-offset-3"
                >
                  {words}
                </Link>
              ),
            },
          )}
        </p>
      )}
    </AuthPage>
  )
}

/** Without the password. What was typed goes along. */
function OtherWays({ mail, search, login }: { mail: boolean; search: string; login: string }) {
  const look = 'font-medium text-accent underline underline-offset-3'
  if (!mail) {
    return (
      <p className="text-center text-sm text-soft">
        {t('Forgot your password? Ask an administrator for a link.')}
      </p>
    )
  }
  return (
    <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-sm">
      <Link
        href={`/sign-in/by-mail${search ? `?${search}` : ''}`}
        state={{ login }}
        className={`${look} touch:py-3`}
      >
        {t('Sign in by e-mail')}
      </Link>
      <Link href="/forgot-password" state={{ login }} className={`${look} touch:py-3`}>
        {t('Forgot your password?')}
      </Link>
    </p>
  )
}

function wording(error: Error): string {
  return error instanceof Refusal && error.code === 'unauthenticated' && error.field === 'password'
    ? t('Wrong handle, e-mail or password.')
    : error.message
}

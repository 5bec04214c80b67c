import { Link, useSearch } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { AuthPage } from './AuthPage'
import { useSession } from './context'
import { NewAccountForm } from './NewAccountForm'
import { NotSetUpPage } from './NotSetUpPage'
import { RegistrationRequest } from './RegistrationRequest'
import { SignInWays } from './SignInWays'
import { safeNext } from './next'
import { useServerInfo } from './useServerInfo'

export function RegisterPage() {
  const { api, begin } = useSession()
  const server = useServerInfo()
  const search = useSearch()
  const next = safeNext(new URLSearchParams(search).get('next'))
  const signIn = `/sign-in${search ? `?${search}` : ''}`

  if (server?.needs_setup) return <NotSetUpPage />
  if (server?.registration === 'domains') {
    return (
      <AuthPage
        title={t('Join {server}', { server: server.name })}
        intro={t('Show first that you read mail at an address that may join.')}
      >
        <RegistrationRequest domains={server.registration_domains} />
        <SignInWays server={server} next={next} isForNewcomers />
        <SignInLink href={signIn} />
      </AuthPage>
    )
  }
  if (server && server.registration !== 'open') {
    const closed = server.registration === 'closed'
    return (
      <AuthPage
        title={closed ? t('Registration is closed') : t('By invitation only')}
        intro={
          closed
            ? t('On this server, accounts are made by its owner. Ask for one.')
            : t('This server takes newcomers by invitation only. Ask somebody who is here for a link.')
        }
      >
        <SignInLink href={signIn} />
      </AuthPage>
    )
  }
  return (
    <AuthPage title={server ? t('Join {server}', { server: server.name }) : t('Create an account')}>
      <NewAccountForm
        action={t('Create account')}
        create={async (account) => begin(await api.call('account.register', account))}
      />
      <SignInWays server={server} next={next} isForNewcomers />
      <SignInLink href={signIn} />
    </AuthPage>
  )
}

function SignInLink({ href }: { href: string }) {
  return (
    <p className="text-center text-sm text-soft">
      {phrase(
        'Have an account? <link>Sign in</link>',
        {},
        {
          link: (words) => (
            <Link href={href} className="font-medium text-accent underline underline-offset-3">
              {words}
            </Link>
          ),
        },
      )}
    </p>
  )
}

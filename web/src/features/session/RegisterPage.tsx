import { Link, useSearch } from 'wouter'
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
        title={`Join ${server.name}`}
        intro="Show first that you read mail at an address that may join."
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
        title={closed ? 'Registration is closed' : 'By invitation only'}
        intro={
          closed
            ? 'On this server, accounts are made by its owner. Ask for one.'
            : 'This server takes newcomers by invitation only. Ask somebody who is here for a link.'
        }
      >
        <SignInLink href={signIn} />
      </AuthPage>
    )
  }
  return (
    <AuthPage title={server ? `Join ${server.name}` : 'Create an account'}>
      <NewAccountForm
        action="Create account"
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
      Have an account?{' '}
      <Link href={href} className="font-medium text-accent underline underline-offset-3">
        Sign in
      </Link>
    </p>
  )
}

import { useState } from 'react'
import { useSearch } from 'wouter'
import { t } from '../../../language/t'
import { AuthPage } from '../AuthPage'
import { useSession } from '../context'
import { useServerInfo } from '../useServerInfo'
import { useSignIn } from '../useSignIn'
import { forgetAsked, keepAsked, readAsked, tabStorage, type Asked } from './asked'
import { CodeForm } from './CodeForm'
import { LoginForm } from './LoginForm'
import { WayOn } from './parts'

/** Asks for a letter, then takes the code in it. Its link opens a page of its own. */
export default function ByMailPage() {
  const { api } = useSession()
  const signIn = useSignIn()
  const server = useServerInfo()
  const search = useSearch()
  const [asked, setAsked] = useState(() => readAsked(tabStorage(), Date.now()))
  const back = <WayOn to={`/sign-in${search ? `?${search}` : ''}`}>{t('Sign in with your password')}</WayOn>

  const change = (next: Asked | null) => {
    if (next) keepAsked(next, tabStorage())
    else forgetAsked(tabStorage())
    setAsked(next)
  }

  if (server?.mail === false) {
    return (
      <AuthPage key="no-mail" title={t('Sign in by e-mail')} intro={t('This server sends no mail.')}>
        {back}
      </AuthPage>
    )
  }
  if (!asked) {
    return (
      <AuthPage
        key="ask"
        title={t('Sign in by e-mail')}
        intro={t('You get a letter with a link and a code.')}
      >
        <LoginForm
          action={t('Send the letter')}
          ask={async (login) => {
            const { request } = await api.call('session.request_magic_link', { login })
            change({ login, request, at: Date.now() })
          }}
        />
        {back}
      </AuthPage>
    )
  }
  return (
    <AuthPage key="code" title={t('Look at your mail')}>
      <CodeForm
        login={asked.login}
        redeem={async (code) => {
          await signIn(() =>
            api.call('session.redeem_magic_link', { request: asked.request, code, deliver: 'cookie' }),
          )
          // Also where a second step follows: the code has been used.
          forgetAsked(tabStorage())
        }}
        onAskAgain={() => change(null)}
      />
      {back}
    </AuthPage>
  )
}

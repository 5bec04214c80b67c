import { useState } from 'react'
import { t } from '../../../language/t'
import { AuthPage } from '../AuthPage'
import { useSession } from '../context'
import { useServerInfo } from '../useServerInfo'
import { LoginForm } from './LoginForm'
import { WayOn } from './parts'

export default function ForgotPage() {
  const { api, me } = useSession()
  const server = useServerInfo()
  const [asked, setAsked] = useState(false)
  const back = me ? (
    <WayOn to="/">{t('Back to Parley')}</WayOn>
  ) : (
    <WayOn to="/sign-in">{t('Back to sign-in')}</WayOn>
  )

  if (server?.mail === false) {
    return (
      <AuthPage key="no-mail" title={t('Ask an administrator')} intro={t('This server sends no mail.')}>
        <p className="text-soft">
          {t('An administrator can give you a link with which you choose a new password.')}
        </p>
        {back}
      </AuthPage>
    )
  }
  if (asked) {
    return (
      <AuthPage key="asked" title={t('Look at your mail')}>
        <p className="text-soft">
          {t(
            'If this account has a confirmed e-mail address, a letter is on its way there. Its link works for 10 minutes. No letter? Look among the spam, or ask an administrator for a link.',
          )}
        </p>
        {back}
      </AuthPage>
    )
  }
  return (
    <AuthPage
      title={t('Forgot your password?')}
      intro={t('You get a letter with a link, with which you choose a new one.')}
    >
      <LoginForm
        action={t('Send the letter')}
        ask={async (login) => {
          await api.call('account.request_password_reset', { login })
          setAsked(true)
        }}
      />
      {back}
    </AuthPage>
  )
}

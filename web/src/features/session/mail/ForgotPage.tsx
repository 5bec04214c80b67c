import { useState } from 'react'
import { AuthPage } from '../AuthPage'
import { useSession } from '../context'
import { useServerInfo } from '../useServerInfo'
import { LoginForm } from './LoginForm'
import { WayOn } from './parts'

export default function ForgotPage() {
  const { api, me } = useSession()
  const server = useServerInfo()
  const [asked, setAsked] = useState(false)
  const back = me ? <WayOn to="/">Back to Parley</WayOn> : <WayOn to="/sign-in">Back to sign-in</WayOn>

  if (server?.mail === false) {
    return (
      <AuthPage key="no-mail" title="Ask an administrator" intro="This server sends no mail.">
        <p className="text-soft">
          An administrator can give you a link with which you choose a new password.
        </p>
        {back}
      </AuthPage>
    )
  }
  if (asked) {
    return (
      <AuthPage key="asked" title="Look at your mail">
        <p className="text-soft">
          If this account has a confirmed e-mail address, a letter is on its way there. Its link works for 10
          minutes. No letter? Look among the spam, or ask an administrator for a link.
        </p>
        {back}
      </AuthPage>
    )
  }
  return (
    <AuthPage
      title="Forgot your password?"
      intro="You get a letter with a link, with which you choose a new one."
    >
      <LoginForm
        action="Send the letter"
        ask={async (login) => {
          await api.call('account.request_password_reset', { login })
          setAsked(true)
        }}
      />
      {back}
    </AuthPage>
  )
}

import { useCallback, useEffect, useState } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { useShell } from '../registry/context'
import { useSession, useSignedIn } from '../session/context'
import { useServerInfo } from '../session/useServerInfo'
import { EmailDialog } from './EmailDialog'
import { Done, Section } from './Section'
import { useComingBack } from './useComingBack'

export function EmailSection() {
  const shell = useShell()
  const email = useOwnEmail()
  const server = useServerInfo()
  const [asked, setAsked] = useState<string | null>(null)
  // The letter may have been answered by now.
  const isWaiting = asked !== null && asked !== email

  if (!server) return null
  return (
    <Section title={t('E-mail address')}>
      <p className="break-words text-soft">
        {email === null ? t('You have not confirmed one.') : <bdi>{email}</bdi>}
        {!server.mail && ` ${t('This server sends no mail, so it cannot confirm addresses.')}`}
      </p>
      {server.mail && (
        <div>
          <Button onClick={() => shell.show((close) => <EmailDialog onClose={close} onAsked={setAsked} />)}>
            {email ? t('Change address // of e-mail') : t('Add an address // of e-mail')}
          </Button>
        </div>
      )}
      <Done>
        {isWaiting
          ? t('A letter is on its way to {email}. Open its link within 10 minutes to confirm the address.', {
              email: asked,
            })
          : ''}
      </Done>
    </Section>
  )
}

/** An address is confirmed on a page of its own, often elsewhere, and no log tells of it: the server is asked. */
function useOwnEmail(): string | null {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [email, setEmail] = useState(me.email)
  const look = useCallback(
    () =>
      void api.call('me.get', {}).then(
        (now) => setEmail(now.email),
        () => undefined, // What is known is shown, and the connection says by itself that it is lost.
      ),
    [api],
  )
  useEffect(look, [look])
  useComingBack(look)
  return email
}

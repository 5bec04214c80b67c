import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { AuthPage } from './AuthPage'

/** In place of sign-in and register while nobody owns the server. */
export function NotSetUpPage() {
  return (
    <AuthPage title={t('Almost there')} intro={t('This server has no owner yet.')}>
      <p className="text-soft">
        {phrase(
          'Open the set-up link that Parley printed when it was started. It begins with this address and has {path} in it.',
          {
            path: (
              <code dir="ltr" className="font-mono text-sm text-ink">
                {'/setup#'}
              </code>
            ),
          },
        )}
      </p>
    </AuthPage>
  )
}

import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClientState, useSession } from '../session/context'

export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { end } = useSession()
  const unsent = useClientState((state) => state.outbox.filter((item) => !item.sent).length)
  const [, go] = useLocation()
  const { pending, error, run } = usePending<Error>()
  const leave = () =>
    run(async () => {
      await end()
      // Not back to where this person was: the next one at this browser may be another.
      go('/sign-in', { replace: true })
    })
  return (
    <Dialog title={t('Sign out?')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">
          {unsent > 0 && (
            <strong className="font-semibold text-danger">
              {t(
                '{unsent, plural, one {One message has not been sent and will be lost.} other {# messages have not been sent and will be lost.}}',
                { unsent },
              )}{' '}
            </strong>
          )}
          {t('Drafts and everything else that this browser keeps for you will be removed from it.')}
        </p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Stay // signed in')}</Button>
          <Button look="danger" busy={pending} onClick={() => void leave()}>
            {t('Sign out')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

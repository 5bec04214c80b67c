import { t } from '../../language/t'
import { isBlocked } from '../../sync/state'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { useBlocking } from './useBlocking'

/** Blocks somebody, after saying what that means, or unblocks them. */
export function BlockButton({ person, name }: { person: string; name: string }) {
  const shell = useShell()
  const { block, unblock } = useBlocking()
  const { pending, error, run } = usePending<Error>()
  const isThere = useClientState(({ sync }) => isBlocked(sync, person))
  const ask = () =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Block {name}?', { name })}
        action={t('Block')}
        act={() => block(person)}
        onClose={close}
      >
        {t(
          'They can no longer write to you alone, and what they say in rooms is folded for you. They are not told.',
        )}
      </ConfirmDialog>
    ))
  return (
    <div className="flex flex-col items-start gap-2 border-t border-line pt-4">
      {isThere && <p className="text-sm text-soft">{t('You blocked this person.')}</p>}
      {isThere ? (
        <Button busy={pending} onClick={() => void run(() => unblock(person))}>
          {t('Unblock')}
        </Button>
      ) : (
        <Button look="plain" className="text-danger!" onClick={ask}>
          {t('Block')}
        </Button>
      )}
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

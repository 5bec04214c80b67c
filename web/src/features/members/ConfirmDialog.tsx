import type { ReactNode } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'

interface Props {
  title: string
  /** What its button says. */
  action: string
  act: () => Promise<void>
  onClose: () => void
  children: ReactNode
}

/** Asks once more before something that others feel. A refusal stays in it as a sentence. */
export function ConfirmDialog({ title, action, act, onClose, children }: Props) {
  const { pending, error, run } = usePending<Error>()
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void run(async () => {
            await act()
            onClose()
          })
        }}
      >
        <div className="text-soft">{children}</div>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="danger" type="submit" busy={pending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'

interface Props {
  title: string
  about: string
  end: () => Promise<void>
  onClose: () => void
}

export function EndSessionsDialog({ title, about, end, onClose }: Props) {
  const { pending, error, run } = usePending<Error>()
  const confirm = () =>
    run(async () => {
      await end()
      onClose()
    })
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">{about}</p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="danger" busy={pending} onClick={() => void confirm()}>
            {t('Sign out')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

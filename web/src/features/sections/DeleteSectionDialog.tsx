import { t } from '../../language/t'
import type { Section } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'

export default function DeleteSectionDialog({ section, onClose }: { section: Section; onClose: () => void }) {
  const client = useClient()
  const { pending, error, run } = usePending<Error>()
  const remove = () =>
    run(async () => {
      await (await client.arranging()).deleteSection(section.id)
      onClose()
    })
  return (
    <Dialog title={t('Delete the section {name}?', { name: section.name })} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">{t('You stay in its rooms. They go back among the others.')}</p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="danger" busy={pending} onClick={() => void remove()}>
            {t('Delete section')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

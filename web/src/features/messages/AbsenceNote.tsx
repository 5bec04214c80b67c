import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'

/** For who followed a link to a message that is not there: why, above what is shown instead. */
export default function AbsenceNote({ why, onClose }: { why: string; onClose: () => void }) {
  return (
    <div className="shrink-0 border-b border-line bg-sunken">
      <div className="flex w-full max-w-[56.25rem] items-center gap-3 py-1 ps-4 pe-1">
        <p role="status" className="flex-1 text-sm text-soft">
          {why}
        </p>
        <IconButton icon="close" label={t('Close note')} onClick={onClose} />
      </div>
    </div>
  )
}

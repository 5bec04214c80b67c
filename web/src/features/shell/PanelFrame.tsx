import { Suspense } from 'react'
import { language } from '../../language/languages'
import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import type { Panel } from '../registry/feature'
import { useEscape } from './keys'

interface Props {
  panel: Panel
  room: RoomState
  argument: string | null
  /** Beside the room, over its edge, or in its place. */
  lies: 'beside' | 'over' | 'instead'
  onClose: () => void
}

const LOOKS = {
  beside: 'w-(--panel) shrink-0 border-s',
  over: 'absolute inset-y-0 end-0 z-20 w-(--panel) max-w-full border-s shadow-lift animate-slide',
  instead: 'fixed inset-0 z-20 pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] animate-slide',
} as const

/** The room's right-hand side, which shows one panel at a time. */
export function PanelFrame({ panel, room, argument, lies, onClose }: Props) {
  useEscape(true, onClose)
  // A page-filling layer is one that nothing else can be reached beside; then it is a dialog to all who ask.
  const isDialog = lies === 'instead'
  const Frame = isDialog ? 'div' : 'aside'
  return (
    <Frame
      {...(isDialog && { role: 'dialog', 'aria-modal': true })}
      aria-label={panel.title}
      className={`flex flex-col border-line bg-canvas ${LOOKS[lies]}`}
    >
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2">
        {isDialog && <IconButton icon="back" label={closing(panel)} onClick={onClose} />}
        <h2
          data-panel-heading
          tabIndex={-1}
          className={`min-w-0 flex-1 truncate font-semibold ${isDialog ? '' : 'ps-2'}`}
        >
          {panel.title}
        </h2>
        {!isDialog && <IconButton icon="close" label={closing(panel)} onClick={onClose} />}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <Suspense fallback={<Skeleton label={t('Loading')} lines={5} />}>
          <panel.View room={room} argument={argument} close={onClose} />
        </Suspense>
      </div>
    </Frame>
  )
}

/** English has no capital in the middle of a sentence; other languages have their own ways to name a title there. */
const closing = ({ title }: Panel) =>
  t('Close {panel}', { panel: language === 'en' ? title.toLowerCase() : title })

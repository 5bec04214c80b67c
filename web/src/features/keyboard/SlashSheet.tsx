import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Dialog } from '../../ui/Dialog'
import { offeredSlashes } from '../composer/slash'
import { useRegistry } from '../registry/context'
import type { Shell } from '../registry/feature'

interface Props {
  room: Room
  shell: Shell
  onClose: () => void
}

/** What a message in this room can begin with. */
export default function SlashSheet({ room, shell, onClose }: Props) {
  const { slashCommands } = useRegistry()
  return (
    <Dialog title={t('Commands')} onClose={onClose}>
      {/* Where the window is low it scrolls, and keys have to reach it. */}
      <div tabIndex={0} role="group" aria-label={t('Commands')}>
        <dl className="divide-y divide-line border-y border-line text-sm">
          {offeredSlashes(slashCommands, room, shell).map(({ id, name, takes, label }) => (
            <div key={id} className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 py-1.5">
              <dt className="font-mono">
                <bdi>/{name}</bdi> <span className="text-faint">{takes}</span>
              </dt>
              <dd className="text-soft">{label}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="pt-4 text-sm text-faint">{t('A space before the slash sends the line as text.')}</p>
    </Dialog>
  )
}

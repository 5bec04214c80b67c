import type { ReactNode } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { ownRows, sectionsOf } from '../../sync/arranged'
import { Dialog } from '../../ui/Dialog'
import { Icon, type IconName } from '../../ui/Icon'
import { useShell } from '../registry/context'
import { arrange } from '../rooms/moving'
import { useClientState } from '../session/context'
import { moveBefore } from './arranging'
import { SectionDialog } from './dialogs'
import { shownIn } from './shown'

export default function MoveToSectionDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const shell = useShell()
  const own = useClientState(({ sync }) => ownRows(sync))
  const here = shownIn(shell, room.id)
  const choose = (move: () => void) => {
    // First, so that the room's row has the focus back and takes it along.
    onClose()
    move()
  }
  return (
    <Dialog title={t('Move to a section')} onClose={onClose}>
      <ul className="-mx-2 flex flex-col gap-px">
        {sectionsOf(own).map(({ id, name }) => (
          <Row
            key={id}
            icon="bullets"
            isHere={id === here}
            onChoose={() => choose(() => id !== here && moveBefore(shell, room.id, id, null))}
          >
            {name}
          </Row>
        ))}
        {here !== null && (
          <Row
            icon="close"
            onChoose={() => choose(() => arrange(shell, (rooms) => rooms.takeFromSection(room.id)))}
          >
            {t('No section')}
          </Row>
        )}
        <Row
          icon="plus"
          onChoose={() => shell.show((close) => <SectionDialog room={room.id} onClose={close} />)}
        >
          {t('New section…')}
        </Row>
      </ul>
    </Dialog>
  )
}

interface RowProps {
  icon: IconName
  isHere?: boolean
  onChoose: () => void
  children: ReactNode
}

function Row({ icon, isHere = false, onChoose, children }: RowProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={isHere || undefined}
        className="flex h-9 touch:h-11 w-full items-center gap-2.5 rounded-lg px-2 text-start text-base hover:bg-hover focus-visible:-outline-offset-2"
        onClick={onChoose}
      >
        <Icon name={icon} size={16} />
        <span className="min-w-0 flex-1 truncate" dir="auto">
          {children}
        </span>
        {isHere && <Icon name="check" size={16} />}
      </button>
    </li>
  )
}

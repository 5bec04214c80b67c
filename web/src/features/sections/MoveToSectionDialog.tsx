import type { ReactNode } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { ownRows, sectionsOf } from '../../sync/arranged'
import { Dialog } from '../../ui/Dialog'
import { Icon, type IconName } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { putInto } from './arranging'
import { SectionDialog } from './dialogs'
import { shownIn } from './shown'

export default function MoveToSectionDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const shell = useShell()
  const own = useClientState(({ sync }) => ownRows(sync))
  const { error, run } = usePending<Error>()
  const here = shownIn(shell, room.id)
  const then = (work: Promise<void>) =>
    void run(async () => {
      await work
      onClose()
    })
  return (
    <Dialog title={t('Move to a section')} onClose={onClose}>
      {error && <FormError>{error.message}</FormError>}
      <ul className="-mx-2 flex flex-col gap-px">
        {sectionsOf(own).map(({ id, name }) => (
          <Row
            key={id}
            icon="bullets"
            isHere={id === here}
            onChoose={() => (id === here ? onClose() : then(putInto(shell, room.id, id, null)))}
          >
            {name}
          </Row>
        ))}
        {here !== null && (
          <Row
            icon="close"
            onChoose={() => then(shell.client.arranging().then((rooms) => rooms.takeFromSection(room.id)))}
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

import { useMemo, useRef, useState } from 'react'
import { t } from '../../language/t'
import type { Section } from '../../protocol.gen'
import { ownRows, sectionsOf } from '../../sync/arranged'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import { useRoomList } from '../rooms/groups'
import { RoomsIn } from '../rooms/RoomRows'
import { useClientState } from '../session/context'
import { moveBefore } from './arranging'
import { SectionMenu } from './dialogs'
import { listId } from './shown'

export function SectionsInSidebar() {
  const rows = useClientState(({ sync }) => ownRows(sync)['section'])
  const sections = useMemo(() => sectionsOf(rows ? { section: rows } : {}), [rows])
  return sections.map((section) => <SectionInSidebar key={section.id} section={section} />)
}

function SectionInSidebar({ section }: { section: Section }) {
  const shell = useShell()
  const rooms = useRoomList(listId(section.id))
  const empty = t('No rooms yet. Use a room’s menu, or drag one here.')
  return (
    <RoomsIn
      id={listId(section.id)}
      title={section.name}
      actions={<MenuOpener section={section} />}
      rooms={rooms}
      put={(room, before) => moveBefore(shell, room, section.id, before)}
      isOrdered
      after={rooms.length === 0 && <p className="px-2 pb-1 text-xs text-faint">{empty}</p>}
    />
  )
}

/** The menu is loaded when it is first opened. */
function MenuOpener({ section }: { section: Section }) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        ref={button}
        icon="more"
        label={t('More about the section {name}', { name: section.name })}
        small
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className="opacity-0 group-hover/section:opacity-100 focus-visible:opacity-100 aria-expanded:opacity-100 touch:opacity-100"
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && <SectionMenu section={section} opener={button} onLeave={() => setOpen(false)} />}
    </>
  )
}

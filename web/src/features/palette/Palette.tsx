import { useMemo, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../language/t'
import { Dialog } from '../../ui/Dialog'
import { useRegistry, useShell } from '../registry/context'
import type { Shell } from '../registry/feature'
import { recentRooms } from '../rooms/recent'
import { useRooms } from '../rooms/useRooms'
import { useClientState } from '../session/context'
import { findTargets, type Target } from './found'
import { TargetRow } from './TargetRow'

/** Go to a room or a person, or do something, by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const shell = useShell()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const targets = useFound(query, shell)
  const active = Math.min(chosen, targets.length - 1)

  const follow = (target: Target | undefined) => {
    if (!target) return
    // At once, as the palette came: what is typed next belongs to the room that was chosen.
    flushSync(() => {
      onClose()
      if (target.kind === 'room') shell.go(target.room.path)
      else if (target.kind === 'person') openProfile(shell, target.card.handle)
    })
    // Once the palette has given the focus back, so that what comes now can give it back in turn.
    if (target.kind === 'command') target.command.act(shell)
    if (target.kind === 'lookup') target.lookup.act(target.query, shell)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen((active + step + targets.length) % Math.max(1, targets.length))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      follow(targets[active])
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onClose()
    }
  }

  return (
    <Dialog title={t('Search or jump')} bare onClose={onClose}>
      <input
        autoFocus
        role="combobox"
        aria-label={t('Search or jump')}
        aria-expanded="true"
        aria-controls="palette-targets"
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `palette-${active}` : undefined}
        autoComplete="off"
        placeholder={t('Go to a room or a person, or do something…')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        className="h-13 w-full shrink-0 border-b border-line bg-transparent px-5 text-lg outline-none placeholder:text-faint"
      />
      <ul
        id="palette-targets"
        role="listbox"
        aria-label={t('Results')}
        className="min-h-0 overflow-y-auto p-2"
      >
        {targets.map((target, index) => (
          <TargetRow
            key={target.key}
            id={`palette-${index}`}
            target={target}
            isActive={index === active}
            onPoint={() => setChosen(index)}
            onChoose={() => follow(target)}
          />
        ))}
      </ul>
      {targets.every(({ kind }) => kind === 'lookup') && (
        <p role="status" className="px-5 pb-5 text-soft">
          {t('Nothing matches “{query}”.', { query: query.trim() })}
        </p>
      )}
    </Dialog>
  )
}

function useFound(query: string, shell: Shell): Target[] {
  const rooms = useRooms()
  const people = useClientState(({ sync }) => sync.people)
  const { commands, lookups } = useRegistry()
  return useMemo(
    () =>
      findTargets(query, {
        rooms,
        recent: recentRooms(shell.me.id),
        people: hasPlaceForProfile(shell) ? people : {},
        commands: commands.filter(({ isOffered }) => isOffered?.(shell) ?? true),
        lookups,
      }),
    [query, rooms, people, commands, lookups, shell],
  )
}

/** A profile is shown beside a room: the open one, else the one that was looked at last. */
function openProfile(shell: Shell, handle: string): void {
  if (shell.room) return shell.openPanel(`profile/${handle}`)
  const [last] = recentRooms(shell.me.id)
  if (last !== undefined) shell.go(`/r/${last}/profile/${handle}`)
}

function hasPlaceForProfile({ room, me }: Shell): boolean {
  return room !== null || recentRooms(me.id).length > 0
}

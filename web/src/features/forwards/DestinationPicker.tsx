import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { isComposing } from '../composer/keys'
import { recentRooms } from '../rooms/recent'
import { useRooms } from '../rooms/useRooms'
import { useClientState, useSignedIn } from '../session/context'
import { choiceIn, findDestinations, nameOf, type Destination } from './destinations'
import { DestinationRow } from './DestinationRow'

interface Props {
  chosen: readonly Destination[]
  onChange: (chosen: readonly Destination[]) => void
}

/** Rooms and people, found by a few letters. Enter chooses one, or takes it back; Backspace takes back the last. */
export function DestinationPicker({ chosen, onChange }: Props) {
  const list = useId()
  const input = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [pointed, setPointed] = useState(0)
  const found = useFound(query)
  const active = Math.min(pointed, found.length - 1)
  const isChosen = (to: Destination) => chosen.some(({ key }) => key === to.key)
  const search = (text: string) => {
    setQuery(text)
    setPointed(0)
  }
  const toggle = (to: Destination) => {
    onChange(isChosen(to) ? chosen.filter(({ key }) => key !== to.key) : [...chosen, to])
    if (query !== '') search('')
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || isComposing(event)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const to = found[active]
    if (step !== undefined) setPointed((active + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter' && to) toggle(to)
    else if (event.key === 'Backspace' && query === '') onChange(chosen.slice(0, -1))
    else if (event.key !== 'Enter') return
    event.preventDefault()
  }
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={`${list}-query`} className="text-sm font-medium">
        {t('To // rooms and people that get a message')}
      </label>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label={t('Chosen')}>
          {chosen.map((to) => (
            <li key={to.key} className="max-w-full">
              <button
                type="button"
                aria-label={t('Remove {name}', { name: nameOf(to) })}
                onClick={() => toggle(to)}
                className="flex h-8 touch:h-11 max-w-full items-center gap-1 rounded-full bg-chosen ps-3 pe-2 text-sm hover:bg-hover"
              >
                <bdi className="truncate">{nameOf(to)}</bdi>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={`${list}-query`}
        ref={input}
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        placeholder={t('Search rooms and people')}
        value={query}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-3 text-base touch:text-[16px] placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <ul
        id={list}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t('Rooms and people')}
        className="h-52 overflow-y-auto rounded-lg border border-line p-1"
      >
        {found.map((to, index) => (
          <DestinationRow
            key={to.key}
            id={`${list}-${index}`}
            to={to}
            isActive={index === active}
            isChosen={isChosen(to)}
            onPoint={() => setPointed(index)}
            onChoose={() => toggle(to)}
          />
        ))}
      </ul>
      {found.length === 0 && (
        <p role="status" className="text-sm text-soft">
          {query.trim() === ''
            ? t('There is no room that you can write in. Search for a person.')
            : t('Nothing matches “{query}”.', { query: query.trim() })}
        </p>
      )}
    </div>
  )
}

function useFound(query: string): Destination[] {
  const { me } = useSignedIn()
  const rooms = useRooms()
  const sync = useClientState((state) => state.sync)
  const choice = useMemo(() => choiceIn(sync, rooms, me.id), [sync, rooms, me.id])
  return useMemo(() => findDestinations(query, choice, recentRooms(me.id)), [query, choice, me.id])
}

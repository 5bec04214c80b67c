import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Skeleton } from '../../ui/Skeleton'
import { useRooms } from '../rooms/useRooms'
import { useClientState } from '../session/context'
import { Hits } from './Hits'
import { keepPlace, keptFor } from './kept'
import { suggestions } from './suggestions'
import { useFound, type Found } from './useFound'
import { usePosition } from './usePosition'
import { useQuery } from './useQuery'

interface Props {
  onOpen: (path: string) => void
  /** Takes the focus only from the heading, which has it if somebody has just opened the search. */
  onlyIfOpened?: boolean
}

/** The field, what could be added to it, and what is found. */
export function SearchView({ onOpen, onlyIfOpened = false }: Props) {
  const { text, setText, query, order, setOrder } = useQuery()
  const found = useFound(query, order)
  const root = usePosition(found)
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    const hasFocus = !onlyIfOpened || document.activeElement?.matches('[data-panel-heading]')
    const opened = keptFor(found.key)?.opened
    const hit = [...(root.current?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])].find(
      (one) => one.getAttribute('href') === opened,
    )
    // Who comes back goes on where they were; a phone shows no keyboard for that.
    if (hasFocus) (hit ?? field.current)?.focus({ preventScroll: true })
  }, [])

  const open = (path: string) => {
    keepPlace(found.key, { opened: path })
    onOpen(path)
  }
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const inField = event.target === field.current
    const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')]
    if (inField && event.key === 'Enter' && !event.nativeEvent.isComposing && !found.isStale) {
      // What was said a moment ago may be there by now.
      if (hits[0]) hits[0].click()
      else if (query !== '' && !found.isLoading) found.tryAgain()
    }
    const at = hits.indexOf(document.activeElement as HTMLElement)
    if (step === undefined || (at < 0 && !inField)) return
    event.preventDefault()
    const next = at + step
    if (next < 0) field.current?.focus()
    else hits[next]?.focus()
  }

  return (
    <div ref={root} onKeyDown={walk} className="flex flex-col gap-3" role="search">
      <label className="flex h-10 touch:h-11 shrink-0 items-center gap-2 rounded-lg border border-edge bg-raised ps-3 text-faint focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        <Icon name="search" size={16} />
        <input
          ref={field}
          data-search
          type="search"
          aria-label={t('Search messages')}
          placeholder={t('Search messages')}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={1000}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          className="h-full min-w-0 flex-1 bg-transparent pe-2 text-base text-ink outline-none placeholder:text-faint touch:text-[16px]"
        />
      </label>
      <Filters
        text={text}
        onChoose={(next) => {
          setText(next)
          field.current?.focus()
        }}
      />
      {query !== '' && <Order order={order} onChoose={setOrder} />}
      <Results found={found} query={query} onOpen={open} />
    </div>
  )
}

function Filters({ text, onChoose }: { text: string; onChoose: (next: string) => void }) {
  const people = useClientState(({ sync }) => sync.people)
  const rooms = useRooms()
  const offered = useMemo(
    () => suggestions(text, { people: Object.values(people), rooms, now: new Date() }),
    [text, people, rooms],
  )
  if (offered.length === 0) return null
  return (
    <ul aria-label={t('Filters')} className="flex flex-wrap gap-1.5">
      {offered.map(({ label, note, next }) => (
        <li key={label} className="min-w-0">
          <button
            type="button"
            onClick={() => onChoose(next)}
            className="flex h-8 touch:h-11 max-w-full items-center gap-1.5 rounded-full border border-edge bg-raised px-3 text-sm text-soft hover:bg-hover"
          >
            <span className="truncate text-ink">{label}</span>
            {note && <span className="truncate text-faint">{note}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}

const ORDERS = {
  newest: t('Newest // an order of results'),
  best: t('Best match // an order of results'),
} as const

function Order({
  order,
  onChoose,
}: {
  order: keyof typeof ORDERS
  onChoose: (order: keyof typeof ORDERS) => void
}) {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{t('Order')}</legend>
      {(['newest', 'best'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={order === one}
          onClick={() => onChoose(one)}
          className="h-8 touch:h-11 rounded-lg px-2.5 text-sm text-soft hover:bg-hover aria-pressed:bg-chosen aria-pressed:font-medium aria-pressed:text-ink"
        >
          {ORDERS[one]}
        </button>
      ))}
    </fieldset>
  )
}

function Results({ found, query, onOpen }: { found: Found; query: string; onOpen: (path: string) => void }) {
  const { hits, error, isLoading, isStale, hasMore, nearly } = found
  const says = error || (!isLoading && (nearly || hits.length === 0))
  if (query === '') {
    return (
      <p className="px-1 text-sm text-soft">
        {t(
          'Finds messages in your rooms. Words also find longer ones that begin with them; “quotes” find exactly what is in them, and a minus leaves out.',
        )}
      </p>
    )
  }
  return (
    <>
      <p role="status" className={says ? 'px-1 text-soft' : 'sr-only'}>
        {error?.message ??
          (isLoading ? '' : nearly ? nearlyFound(query) : counted(hits.length, hasMore, query))}
      </p>
      {error && error.name !== 'Refusal' && (
        <Button className="self-start" onClick={found.tryAgain}>
          {t('Try again')}
        </Button>
      )}
      <div aria-busy={isLoading} className={isStale ? 'opacity-60' : ''}>
        <Hits hits={hits} people={found.people} onOpen={onOpen} />
      </div>
      {isLoading && hits.length === 0 && <Skeleton label={t('Searching')} lines={5} />}
      {hasMore && !error && (
        <Button busy={isLoading} onClick={found.more}>
          {t('Show more')}
        </Button>
      )}
    </>
  )
}

function nearlyFound(query: string): string {
  return t('No messages match “{query}”. These have words that are nearly the same.', { query })
}

function counted(count: number, hasMore: boolean, query: string): string {
  if (count === 0 && !hasMore)
    return t('No messages match “{query}”. Try fewer words, or other ones.', { query })
  if (!hasMore) return t('{count, plural, one {# message found} other {# messages found}}', { count })
  return t(
    '{count, plural, one {# message found, and there are more} other {# messages found, and there are more}}',
    { count },
  )
}

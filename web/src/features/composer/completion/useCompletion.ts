import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { roomOf } from '../../../sync/state'
import { useRegistry, useShell } from '../../registry/context'
import { useSignedIn } from '../../session/context'
import { applyEdit } from '../edits'
import { offeredSlashes } from '../slash'
import { matchAt, sourcesOf, type Match } from './matching'
import type { Completion } from './source'

export interface Offer {
  readonly match: Match
  readonly items: readonly Completion[]
  readonly active: number
}

export interface Completing {
  readonly id: string
  readonly offer: Offer | null
  /** Looks what the caret stands behind. Only typing opens the list; the rest keeps it true. */
  look(opens: boolean): void
  close(): void
  point(index: number): void
  take(item: Completion): void
  /** Whether the key was the list's. */
  pressed(event: KeyboardEvent): boolean
}

interface Props {
  field: RefObject<HTMLTextAreaElement | null>
  room: string
  /** A new message may begin with a command. */
  isNew: boolean
}

export function useCompletion({ field, room, isNew }: Props): Completing {
  const { client, me } = useSignedIn()
  const { completions, slashCommands } = useRegistry()
  const shell = useShell()
  const id = useId()
  const [offer, setOffer] = useState<Offer | null>(null)
  // Beside the state: a second key can come before the first has been drawn.
  const latest = useRef<Offer | null>(null)
  const asked = useRef(0)
  /** Where a list was closed by hand: it does not come back for the next letter. */
  const refused = useRef<number | null>(null)

  const show = (next: Offer | null) => {
    latest.current = next
    setOffer(next)
  }
  const look = (opens: boolean) => {
    const area = field.current
    const match =
      area && area.selectionStart === area.selectionEnd
        ? matchAt(area.value, area.selectionStart, completions)
        : null
    const turn = ++asked.current
    if (match?.from !== refused.current) refused.current = null
    if (!match || refused.current !== null || !(opens || latest.current)) return show(null)
    const state = client.store.getState()
    const info = roomOf(state.sync, room)?.info
    const slashes = isNew && info ? offeredSlashes(slashCommands, info, shell) : []
    const place = { client, state, room, me: me.id, slashCommands: slashes }
    const parts: (readonly Completion[])[] = []
    sourcesOf(match, completions).forEach((source, at) => {
      const offered = (some: readonly Completion[]) => {
        if (turn !== asked.current) return
        parts[at] = some
        const items = parts.flat()
        const active = latest.current?.match === match ? latest.current.active : 0
        show(items.length === 0 ? null : { match, items, active })
      }
      const found = source.find(match.query, place)
      if ('then' in found) void found.then(offered, () => offered([]))
      else offered(found)
    })
  }
  const close = () => {
    asked.current++
    show(null)
  }
  const point = (active: number) => latest.current && show({ ...latest.current, active })
  const take = ({ insert }: Completion) => {
    const area = field.current
    const now = latest.current
    if (!area || !now) return
    const { from } = now.match
    // More may have been typed since this was offered.
    const to = area.selectionStart
    const text = /^\s/.test(area.value.slice(to)) ? insert : `${insert} `
    flushSync(close)
    applyEdit(area, { from, to, text, start: from + text.length, end: from + text.length })
    close()
  }

  /** Whether it would change nothing: it is written to its end. */
  const isWritten = ({ insert }: Completion, { from }: Match) => {
    const written = field.current?.value.slice(from, field.current.selectionStart)
    return written?.toLowerCase() === insert.toLowerCase()
  }

  const pressed = (event: KeyboardEvent) => {
    const now = latest.current
    if (!now || event.ctrlKey || event.metaKey || event.altKey) return false
    const { items, active, match } = now
    if (event.key === 'Enter' && isWritten(items[active]!, match)) {
      close()
      return false
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) point((active + step + items.length) % items.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) take(items[active]!)
    else if (event.key === 'Escape') {
      refused.current = match.from
      close()
    } else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return { id, offer, look, close, point, take, pressed }
}

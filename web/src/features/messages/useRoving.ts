import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { stepOf } from './arrows'
import { HEADING_PX } from './opening'
import type { Row } from './rows'
import type { TimelineScroll } from './useTimeline'

/** How much of what was last read stays in sight after a page. */
const OVERLAP_PX = 48
// A wide block of code is one of them: it is scrolled by keyboard.
const CONTROLS = 'a[href], button:not(:disabled), [tabindex]:not(article)'

interface Props {
  scroller: RefObject<HTMLElement | null>
  rows: readonly Row[]
  timeline: TimelineScroll
  focused: RefObject<string | null>
  onHome: () => void
  onEnd: () => void
}

/**
 * The keyboard in a timeline, which is one stop for Tab. Arrows go from message to message, Enter or the arrow in reading
 * direction into what can be done with one, and Escape back to it.
 */
export function useRoving({ scroller, rows, timeline, focused, onHome, onEnd }: Props) {
  const wanted = useRef<string | null>(null)
  useOneStop(scroller)
  useFocused(scroller, rows, focused)

  const articleOf = (key: string | null) => {
    const index = rows.findIndex((row) => row.key === key)
    return scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] article`)
  }

  // A row that was out of sight is rendered first, and then takes the focus.
  useLayoutEffect(() => {
    const article = wanted.current && articleOf(wanted.current)
    if (!article) return
    wanted.current = null
    article.focus({ preventScroll: true })
  })

  const toMessage = (index: number) => {
    const row = rows[index]
    if (row?.kind !== 'message') return
    const article = articleOf(row.key)
    if (article) article.focus({ preventScroll: true })
    else wanted.current = row.key
    bringIntoSight(timeline, index, scroller.current)
  }

  const step = (by: -1 | 1) => {
    const from = rows.findIndex(({ key }) => key === focused.current)
    if (from >= 0) toMessage(from + by)
    else toMessage(inSight(timeline, rows, scroller.current, by))
  }

  const page = (by: -1 | 1) => {
    const element = scroller.current
    if (!element) return
    // The focus would stay behind and pull the reader back at the next arrow.
    if (document.activeElement !== element) element.focus({ preventScroll: true })
    timeline.by(by * (element.clientHeight - HEADING_PX - OVERLAP_PX))
  }

  const keys: Record<string, () => void> = {
    ArrowUp: () => step(-1),
    ArrowDown: () => step(1),
    PageUp: () => page(-1),
    PageDown: () => page(1),
    Home: onHome,
    End: onEnd,
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const target = event.target as HTMLElement
    const row = rowAround(target)
    const isOnList = target === scroller.current || target.matches('article')
    const act = isOnList
      ? (keys[event.key] ?? (row && entering(event.key) ? () => enter(row) : null))
      : row && !target.closest('form') && inside(event.key, target, row)
    if (!act) return
    event.preventDefault()
    act()
  }

  return { onKeyDown }
}

const entering = (key: string) => key === 'Enter' || stepOf(key) === 1

function enter(row: HTMLElement): void {
  const first = row.querySelector<HTMLElement>('article button') ?? controlsOf(row)[0]
  first?.focus({ preventScroll: true })
}

/** What a key does among the buttons and links of a message. */
function inside(key: string, target: HTMLElement, row: HTMLElement): (() => void) | null {
  if (key === 'Escape') return () => row.querySelector('article')?.focus({ preventScroll: true })
  const by = stepOf(key)
  // A wide block of code is scrolled by these keys.
  if (by === undefined || !target.matches('a, button')) return null
  return () => {
    const controls = controlsOf(row)
    const at = controls.indexOf(target) + by
    controls[(at + controls.length) % controls.length]?.focus({ preventScroll: true })
  }
}

const rowAround = (target: Element) => target.closest<HTMLElement>('[data-index]')

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(CONTROLS)].filter((control) => !control.closest('form'))
}

/** The message from which the arrows begin: the last in sight for the one that goes up, the first for the other. */
function inSight(
  timeline: TimelineScroll,
  rows: readonly Row[],
  element: HTMLElement | null,
  by: -1 | 1,
): number {
  if (!element) return -1
  const top = element.scrollTop + HEADING_PX
  const bottom = element.scrollTop + element.clientHeight
  const items = timeline.virtualizer
    .getVirtualItems()
    .filter(({ index, start, end }) => rows[index]?.kind === 'message' && end > top && start < bottom)
  const whole = items.filter(({ start, end }) => start >= top - 1 && end <= bottom + 1)
  const found = whole.length > 0 ? whole : items
  return (by < 0 ? found.at(-1) : found[0])?.index ?? -1
}

function bringIntoSight(timeline: TimelineScroll, index: number, element: HTMLElement | null): void {
  const item = timeline.virtualizer.measurementsCache[index]
  if (!item || !element) return
  const top = element.scrollTop + HEADING_PX
  const bottom = element.scrollTop + element.clientHeight
  const isHigh = item.size > bottom - top
  if (item.start < top || isHigh) timeline.toRow(index, { top: HEADING_PX })
  else if (item.end > bottom) timeline.toRow(index, { top: element.clientHeight - item.size })
}

/** The row that has the focus, by its key. */
function useFocused(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  focused: RefObject<string | null>,
): void {
  const latest = useRef(rows)
  latest.current = rows
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const come = ({ target }: FocusEvent) => {
      const index = target instanceof Element ? rowAround(target)?.dataset['index'] : undefined
      focused.current = (index && latest.current[Number(index)]?.key) || null
    }
    const go = ({ relatedTarget }: FocusEvent) => {
      if (!element.contains(relatedTarget as Node | null)) focused.current = null
    }
    element.addEventListener('focusin', come)
    element.addEventListener('focusout', go)
    return () => {
      element.removeEventListener('focusin', come)
      element.removeEventListener('focusout', go)
    }
  }, [scroller, focused])
}

/**
 * What is inside of messages is no stop for Tab: a screenful of them has hundreds of buttons and links. A message's field
 * for editing is one.
 */
function useOneStop(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const takeOut = (root: Element) => {
      const found = [...root.querySelectorAll(CONTROLS), ...(root.matches(CONTROLS) ? [root] : [])]
      for (const control of found) {
        if (control instanceof HTMLElement && !control.closest('form')) control.tabIndex = -1
      }
    }
    // Not the list itself, which is the one stop.
    for (const child of element.children) takeOut(child)
    const changes = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node instanceof Element) takeOut(node)
    })
    changes.observe(element, { childList: true, subtree: true })
    // While a message has the focus, the list around it is no stop of its own.
    const update = () => {
      const inner = document.activeElement
      element.tabIndex = inner && inner !== element && element.contains(inner) ? -1 : 0
    }
    const updateSoon = () => queueMicrotask(update)
    element.addEventListener('focusin', update)
    element.addEventListener('focusout', updateSoon)
    return () => {
      changes.disconnect()
      element.removeEventListener('focusin', update)
      element.removeEventListener('focusout', updateSoon)
    }
  }, [scroller])
}

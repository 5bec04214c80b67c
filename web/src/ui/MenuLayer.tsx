import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import type { MenuProps } from './Menu'

const GAP = 6
const EDGE = 8
/** Narrower windows show the menu at their lower edge, where a thumb is. */
const NARROW = 640

export default function MenuLayer({ label, opener, onClose, onLeave, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const own = menu.current
    if (!own || !opener.current) return
    own.showPopover()
    place(own, opener.current.getBoundingClientRect())
    itemsOf(own)[0]?.focus()
  }, [opener])

  useEffect(() => {
    const stop = new AbortController()
    const press = ({ target }: Event) => {
      if (!(target instanceof Node) || menu.current?.contains(target) || opener.current?.contains(target))
        return
      onLeave()
    }
    document.addEventListener('pointerdown', press, { signal: stop.signal })
    window.addEventListener('resize', onLeave, { signal: stop.signal })
    return () => stop.abort()
  }, [opener, onLeave])

  const onKeyDown = (event: KeyboardEvent) => {
    // A letter that no item begins with is not meant for anything else either.
    if (event.key.length === 1) event.stopPropagation()
    if (event.key === 'Tab') return onLeave()
    if (event.key === 'Escape') onClose()
    else if (!moveFocus(itemsOf(event.currentTarget), event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="pointer-events-auto fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] min-w-56 overflow-y-auto rounded-xl border border-line bg-raised p-1 text-ink shadow-lift outline-none max-sm:inset-x-0 max-sm:bottom-0 max-sm:w-full max-sm:rounded-b-none max-sm:p-2 max-sm:pb-[max(0.5rem,env(safe-area-inset-bottom))] max-sm:backdrop:bg-veil"
    >
      {children}
    </div>
  )
}

function itemsOf(menu: Element): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

/** Moves by arrows, Home and End, or to the next item that begins with a letter. False for any other key. */
function moveFocus(items: readonly HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement)
  const count = items.length
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key]
  if (next !== undefined) {
    items.at(next % count)?.focus()
    return true
  }
  if (key.length !== 1 || key === ' ') return false
  const startsWith = (item: HTMLElement) => item.innerText.trim().toLowerCase().startsWith(key.toLowerCase())
  const found = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(startsWith)
  found?.focus()
  return found !== undefined
}

/** Below the button if there is room, else above, and always inside the window. */
function place(menu: HTMLElement, anchor: DOMRect): void {
  if (window.innerWidth < NARROW) return
  const { width, height } = menu.getBoundingClientRect()
  const below = anchor.bottom + GAP
  const top = below + height <= window.innerHeight - EDGE ? below : anchor.top - height - GAP
  const left = anchor.left + width <= window.innerWidth - EDGE ? anchor.left : anchor.right - width
  menu.style.top = `${Math.max(EDGE, top)}px`
  menu.style.left = `${Math.max(EDGE, left)}px`
}

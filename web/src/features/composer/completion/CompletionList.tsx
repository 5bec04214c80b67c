import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { Completing, Offer } from './useCompletion'

const GAP = 6
const EDGE = 8
const WIDEST = 384

interface Props {
  completing: Completing
  offer: Offer
  box: RefObject<HTMLElement | null>
}

/** What may be meant, above the field or below it: the caret stays in sight. The focus stays in the field. */
export default function CompletionList({ completing, offer, box }: Props) {
  const { id, point, take } = completing
  const list = useRef<HTMLUListElement>(null)

  useLayoutEffect(() => {
    const element = list.current
    if (!element) return
    element.showPopover()
    const update = () => box.current && place(element, box.current.getBoundingClientRect())
    const sizes = new ResizeObserver(update)
    for (const one of [element, box.current]) if (one) sizes.observe(one)
    window.addEventListener('scroll', update, true)
    window.addEventListener('resize', update)
    update()
    return () => {
      sizes.disconnect()
      window.removeEventListener('scroll', update, true)
      window.removeEventListener('resize', update)
    }
  }, [box])
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [offer])

  return (
    <ul
      ref={list}
      id={id}
      popover="manual"
      role="listbox"
      aria-label={offer.match.source.label}
      className="fixed m-0 overflow-y-auto rounded-xl border border-line bg-raised p-1 text-ink shadow-lift"
      // The field keeps the focus, and a phone its keyboard.
      onMouseDown={(event) => event.preventDefault()}
    >
      {offer.items.map((item, index) => (
        <li
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === offer.active}
          className="flex h-9 touch:h-11 items-center gap-2.5 rounded-lg px-2 aria-selected:bg-chosen forced-colors:aria-selected:bg-[Highlight] forced-colors:aria-selected:text-[HighlightText]"
          onMouseMove={() => index !== offer.active && point(index)}
          onClick={() => take(item)}
        >
          <span aria-hidden="true" className="flex size-6 shrink-0 items-center justify-center text-faint">
            {item.picture}
          </span>
          <bdi className="truncate font-medium">{item.name}</bdi>
          <bdi className="min-w-0 shrink-[2] truncate text-sm text-faint">{item.detail}</bdi>
        </li>
      ))}
    </ul>
  )
}

function place(list: HTMLElement, box: DOMRect): void {
  const above = box.top - GAP - EDGE
  const below = window.innerHeight - box.bottom - GAP - EDGE
  const isAbove = above >= Math.min(list.scrollHeight, below) || above >= below
  const { style } = list
  style.width = `${Math.min(WIDEST, box.width)}px`
  style.maxHeight = `${Math.max(0, isAbove ? above : below)}px`
  style.left = `${getComputedStyle(list).direction === 'rtl' ? box.right - Math.min(WIDEST, box.width) : box.left}px`
  style.right = 'auto'
  style.top = isAbove ? 'auto' : `${box.bottom + GAP}px`
  style.bottom = isAbove ? `${window.innerHeight - box.top + GAP}px` : 'auto'
}

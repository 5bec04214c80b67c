import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { t } from '../../language/t'
import { NARROWEST, USUAL, WIDEST, withinBounds } from './layout'

interface Props {
  /** In rem. */
  width: number
  onResize: (width: number) => void
  /** The edge rests: the width is worth keeping. */
  onRest: (width: number) => void
}

/** The sidebar's edge: dragged, moved by arrows, or double-clicked to where it was at first. */
export default function SidebarEdge({ width, onResize, onRest }: Props) {
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const towardsEnd = () => (document.dir === 'rtl' ? -1 : 1)

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }
  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (!from.current) return
    const moved = ((clientX - from.current.x) * towardsEnd()) / rem()
    onResize(withinBounds(from.current.width + moved))
  }
  const onPointerUp = () => {
    if (from.current) onRest(width)
    from.current = null
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onRest(withinBounds(width + step * towardsEnd()))
  }

  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('Sidebar width')}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onRest(USUAL)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -end-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:start-[3px] after:w-0.5 after:transition-colors hover:after:bg-edge focus-visible:outline-none focus-visible:after:bg-accent forced-colors:focus-visible:after:bg-[Highlight]"
    />
  )
}

function rem(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize)
}

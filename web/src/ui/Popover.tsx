import { useLayoutEffect, useRef, type ReactNode } from 'react'

const GAP = 6
const EDGE = 8
/** As wide as a phone is, there is no room beside anything. */
const NARROW = 640

interface Props {
  label: string
  /** What it belongs to, as it stands on the screen. */
  anchor: DOMRect
  onClose: () => void
  children: ReactNode
}

/**
 * Something to choose from beside what opened it, and at the lower edge of a phone. It is a dialog: it keeps the focus,
 * closes on Escape or a click outside, and gives the focus back.
 */
export function Popover({ label, anchor, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    dialog.showModal()
    // What is in it may come later, and is larger then.
    const sizes = new ResizeObserver(() => place(dialog, anchor))
    sizes.observe(dialog)
    return () => {
      sizes.disconnect()
      dialog.close()
    }
  }, [anchor])

  return (
    <dialog
      ref={ref}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
      className="fixed m-0 max-w-none overflow-hidden rounded-2xl border border-line bg-raised p-0 text-ink shadow-lift backdrop:bg-transparent max-sm:inset-x-0 max-sm:top-auto max-sm:bottom-0 max-sm:w-full max-sm:rounded-b-none max-sm:backdrop:bg-veil"
    >
      {children}
    </dialog>
  )
}

/** Above what it belongs to if there is room, else below, and inside the window in any case. */
function place(dialog: HTMLDialogElement, anchor: DOMRect): void {
  if (window.innerWidth < NARROW) return
  const { width, height } = dialog.getBoundingClientRect()
  const left = Math.min(anchor.right - width, window.innerWidth - width - EDGE)
  const above = anchor.top - height - GAP
  const top = above >= EDGE ? above : Math.min(anchor.bottom + GAP, window.innerHeight - height - EDGE)
  dialog.style.left = `${Math.max(EDGE, left)}px`
  dialog.style.top = `${Math.max(EDGE, top)}px`
}

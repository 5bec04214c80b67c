import { useLayoutEffect, useRef, type ReactNode } from 'react'

const GAP = 6
const EDGE = 8
/** Narrower windows have no room beside the opener. */
const NARROW = 640

interface Props {
  label: string
  /** Its opener's place on the screen. */
  anchor: DOMRect
  onClose: () => void
  children: ReactNode
}

/**
 * A small dialog beside its opener, or at the lower edge of a phone. It keeps the focus, closes on Escape or on a click
 * outside, and gives the focus back.
 */
export function Popover({ label, anchor, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    dialog.showModal()
    // The content may load later and change its size.
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

/** Above the opener if there is room, else below, and always inside the window. */
function place(dialog: HTMLDialogElement, anchor: DOMRect): void {
  if (window.innerWidth < NARROW) return
  const { width, height } = dialog.getBoundingClientRect()
  const left = Math.min(anchor.right - width, window.innerWidth - width - EDGE)
  const above = anchor.top - height - GAP
  const top = above >= EDGE ? above : Math.min(anchor.bottom + GAP, window.innerHeight - height - EDGE)
  dialog.style.left = `${Math.max(EDGE, left)}px`
  dialog.style.top = `${Math.max(EDGE, top)}px`
}

import { useLayoutEffect, useId, useRef, type ReactNode } from 'react'
import { t } from '../language/t'
import { IconButton } from './Button'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** A palette has its own field on top and no need of a heading that is seen. */
  bare?: boolean
}

/** The browser's own dialog: it keeps the focus inside, closes on Escape and gives the focus back to its opener. */
export function Dialog({ title, onClose, children, bare = false }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useId()

  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  return (
    <dialog
      ref={ref}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === ref.current) onClose()
      }}
      className={`m-auto w-[min(30rem,calc(100vw-1.5rem))] overflow-hidden rounded-2xl border border-line bg-raised p-0 text-ink shadow-lift open:flex open:flex-col animate-rise ${bare ? 'mt-[12dvh] max-h-[min(40rem,calc(88dvh-1rem))]' : 'max-h-[min(48rem,calc(100dvh-2rem))]'}`}
    >
      <div className={bare ? 'sr-only' : 'flex items-center justify-between gap-4 py-3 ps-5 pe-3'}>
        <h2 id={heading} className="text-lg font-semibold">
          {title}
        </h2>
        {!bare && <IconButton icon="close" label={t('Close')} onClick={onClose} />}
      </div>
      <div className={bare ? 'flex min-h-0 flex-col' : 'min-h-0 overflow-y-auto px-5 pb-5'}>{children}</div>
    </dialog>
  )
}

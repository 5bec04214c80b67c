import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { t } from '../../language/t'

/** Hidden until somebody clicks it, or presses Enter on it. */
export function Spoiler({ children }: { children: ReactNode }) {
  const [isShown, show] = useState(false)
  const byKey = useRef(false)
  const text = useRef<HTMLSpanElement>(null)
  // The button that had the focus has gone.
  useLayoutEffect(() => {
    if (isShown && byKey.current) text.current?.focus({ preventScroll: true })
  }, [isShown])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    byKey.current = true
    show(true)
  }
  return (
    <span className={isShown ? 'spoiler shown' : 'spoiler'} onClick={() => show(true)}>
      {!isShown && (
        <span
          className="spoiler-button"
          role="button"
          tabIndex={0}
          aria-label={t('Show hidden text')}
          onKeyDown={onKeyDown}
        />
      )}
      <span ref={text} className="spoiler-text" tabIndex={-1} inert={!isShown}>
        {children}
      </span>
    </span>
  )
}

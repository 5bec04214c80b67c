import { useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { stepOf } from '../messages/arrows'
import { applyEdit, writingIn } from './edits'
import { formatted } from './formatting'
import { FORMATS, keyName } from './keys'

/** A button for each format. One tab stop: arrows lead from button to button. On a phone the row scrolls. */
export function Toolbar({
  field,
  children,
}: {
  field: RefObject<HTMLTextAreaElement | null>
  children?: ReactNode
}) {
  const bar = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>('button') ?? [])].filter(
      (button) => button.offsetParent !== null,
    )
    const at = buttons.findIndex((button) => button === document.activeElement)
    const step = stepOf(event.key)
    const next = step === undefined ? { Home: 0, End: buttons.length - 1 }[event.key] : at + step
    if (next === undefined) return
    event.preventDefault()
    buttons.at(next % buttons.length)?.focus()
  }
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('Formatting')}
      onKeyDown={onKeyDown}
      className="-ms-2 flex overflow-x-auto border-b border-line pb-1 [scrollbar-width:none]"
    >
      {FORMATS.map(({ format, label, keys }, at) => (
        <IconButton
          key={format}
          icon={format}
          label={keys ? `${label} (${keyName(keys)})` : label}
          tabIndex={at === 0 ? 0 : -1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() =>
            field.current && applyEdit(field.current, formatted(writingIn(field.current), format))
          }
        />
      ))}
      {children}
    </div>
  )
}

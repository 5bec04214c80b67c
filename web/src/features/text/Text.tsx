import { useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { copyCode } from './copying'
import { renderedMarkdown } from './markdown'
import { isFewEmoji } from './shortcodes'
import { useColours } from './useColours'
import { useShortcodes } from './useShortcodes'

/** What somebody wrote, after Markdown. `docs/text.md` describes the dialect. */
export function Text({ body, className = '' }: { body: string; className?: string }) {
  const element = useRef<HTMLDivElement>(null)
  const shortcodes = useShortcodes(body)
  const html = renderedMarkdown(body, shortcodes)
  useColours(element, html)

  const onClick = ({ target }: MouseEvent) => {
    if (!(target instanceof Element)) return
    const button = target.closest<HTMLElement>('.code-copy')
    if (button) void copyCode(button)
    const spoiler = target.closest('.spoiler')
    if (spoiler) reveal(spoiler)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    const button = event.target instanceof Element && event.target.closest('.spoiler-button')
    if (!button || !button.parentElement) return
    event.preventDefault()
    event.stopPropagation()
    reveal(button.parentElement).focus({ preventScroll: true })
  }

  return (
    <div
      ref={element}
      className={`text ${isFewEmoji(body, shortcodes) ? 'text-large' : ''} ${className}`}
      onClick={onClick}
      onKeyDown={onKeyDown}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}

/** Shows what was hidden, and returns it. */
function reveal(spoiler: Element): HTMLElement {
  const text = spoiler.querySelector<HTMLElement>('.spoiler-text')!
  spoiler.classList.add('shown')
  spoiler.querySelector('.spoiler-button')?.remove()
  text.removeAttribute('inert')
  return text
}

import { useLayoutEffect } from 'react'
import { flushSync } from 'react-dom'

/** Shown in the place of what is loading. Keys that are pressed meanwhile are meant for that, and reach its field. */
export function KeysHeld() {
  useLayoutEffect(() => {
    const give = holdKeys()
    // What takes its place shows itself, and takes the focus, once this has gone.
    return () => queueMicrotask(give)
  }, [])
  return null
}

/**
 * Keeps keys from the page until it is called back, up to the Enter that chooses: what follows is meant for no page that
 * is there yet. Escape and a press of the mouse end it too, as somebody who does that waits no longer.
 */
function holdKeys(): () => void {
  let text = ''
  let isEntered = false
  const hold = (event: KeyboardEvent) => {
    const { key } = event
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    // A popover closes, whose content is what is loading.
    if (key === 'Escape' && document.querySelector('dialog[open]')) return forget()
    event.preventDefault()
    event.stopPropagation()
    if (key === 'Escape') forget()
    else if (isEntered) return
    else if (key === 'Enter') isEntered = true
    else if (key === 'Backspace') text = text.slice(0, -1)
    else if (key.length === 1) text += key
  }
  const release = () => {
    window.removeEventListener('keydown', hold, true)
    window.removeEventListener('pointerdown', forget, true)
  }
  const forget = () => {
    release()
    text = ''
    isEntered = false
  }
  window.addEventListener('keydown', hold, true)
  window.addEventListener('pointerdown', forget, true)
  return () => {
    release()
    typeInDialog(text, isEntered)
  }
}

function typeInDialog(text: string, isEntered: boolean): void {
  const field = document.activeElement
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  if (!field.closest('dialog')) return
  // Enter chooses from what the text has found.
  if (text !== '') flushSync(() => document.execCommand('insertText', false, text))
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
  if (isEntered) field.dispatchEvent(enter)
}

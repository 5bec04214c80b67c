import { useEffect, useRef } from 'react'
import { useRegistry } from '../registry/context'
import type { KeyBinding, Shell } from '../registry/feature'
import { isSafeWhileTyping, matches } from './chord'

/** Does what the key map says, wherever the focus is. A dialog or a menu keeps its keys to itself. */
export function useKeyMap(shell: Shell): void {
  const { keys } = useRegistry()
  const latest = useRef(shell)
  latest.current = shell

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing || document.querySelector('dialog[open], :popover-open')) return
      const binding = bindingOf(keys, event)
      if (!binding?.act) return
      // Before anything else hears it: what is typed with the focus on nothing goes to the composer.
      event.preventDefault()
      event.stopPropagation()
      binding.act(latest.current)
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [keys])
}

function bindingOf(keys: readonly KeyBinding[], event: KeyboardEvent): KeyBinding | undefined {
  const isTyping = takesText(event.target)
  return keys.find(
    ({ keys: chords, act }) =>
      act && chords.some((chord) => matches(chord, event) && (!isTyping || isSafeWhileTyping(chord))),
  )
}

function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  )
}

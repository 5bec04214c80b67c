import type { KeyboardEvent } from 'react'
import { t } from '../../language/t'
import type { Format } from './formatting'
import type { SendKey } from './settings'

/** An input method composes, and every key is its own. Some browsers say so by the code 229 alone. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229
}

/** On a phone's keyboard Enter is the only way to a new line. */
export function isDone(event: KeyboardEvent, sendKey: SendKey, mouse: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false
  return event.ctrlKey || event.metaKey || (mouse && sendKey === 'enter')
}

/** There, Ctrl with a letter moves the caret in every field. */
const IS_MAC = typeof navigator !== 'undefined' && /^(?:Mac|iP)/.test(navigator.platform)

/** A key as it is called on this machine. */
export const keyName = (keys: string) => (IS_MAC ? keys.replace('Ctrl+', 'Cmd+') : keys)

interface FormatKey {
  readonly format: Format
  readonly label: string
  /** As it is written for people; "Ctrl" is Cmd on a Mac. */
  readonly keys: string | null
  /** The key's place on the keyboard: with Shift, digits are other characters. */
  readonly code: string | null
  readonly shift: boolean
}

export const FORMATS: readonly FormatKey[] = [
  { format: 'bold', label: t('Bold'), keys: 'Ctrl+B', code: 'KeyB', shift: false },
  { format: 'italic', label: t('Italic'), keys: 'Ctrl+I', code: 'KeyI', shift: false },
  { format: 'strike', label: t('Strikethrough'), keys: 'Ctrl+Shift+X', code: 'KeyX', shift: true },
  { format: 'link', label: t('Link // to an address'), keys: 'Ctrl+Shift+U', code: 'KeyU', shift: true },
  { format: 'numbers', label: t('Numbered list'), keys: 'Ctrl+Shift+7', code: 'Digit7', shift: true },
  { format: 'bullets', label: t('Bulleted list'), keys: 'Ctrl+Shift+8', code: 'Digit8', shift: true },
  {
    format: 'quote',
    label: t('Quote // a format of a text'),
    keys: 'Ctrl+Shift+9',
    code: 'Digit9',
    shift: true,
  },
  { format: 'code', label: t('Code'), keys: 'Ctrl+E', code: 'KeyE', shift: false },
  { format: 'block', label: t('Code block'), keys: null, code: null, shift: false },
]

export function formatOf(event: KeyboardEvent): Format | null {
  if (!(IS_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) || event.altKey)
    return null
  const letter = event.key.length === 1 && /[a-z]/i.test(event.key) ? event.key.toUpperCase() : null
  // A letter by what it says, wherever it lies; a digit by where it lies.
  const isIt = (code: string | null) => (letter === null ? code === event.code : code?.endsWith(letter))
  return FORMATS.find(({ code, shift }) => isIt(code) && shift === event.shiftKey)?.format ?? null
}

import { t } from '../../language/t'

/** What of a key press says which keys are down. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Whether a press is a chord such as `Mod+K`, `Alt+Shift+ArrowUp` or `?`. */
export function matches(chord: string, press: Press): boolean {
  const parts = partsOf(chord)
  const key = parts.at(-1) ?? ''
  const has = (name: string) => parts.slice(0, -1).includes(name)
  const isSign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key)
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === has('Mod') &&
    press.altKey === has('Alt') &&
    // Which signs need Shift is the keyboard's business.
    (isSign || press.shiftKey === has('Shift'))
  )
}

/** Whether a chord types nothing, and so also works where one writes. */
export function isSafeWhileTyping(chord: string): boolean {
  return partsOf(chord)
    .slice(0, -1)
    .some((part) => part === 'Mod' || part === 'Alt')
}

/** The names that are printed on the keys. */
export function keycaps(chord: string, isMac: boolean): string[] {
  return partsOf(chord).map((part) => (isMac ? MAC[part] : undefined) ?? NAMES[part] ?? part)
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: t('Ctrl // a key'),
  Shift: t('Shift // a key'),
  Enter: t('Enter // a key'),
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: t('Esc // a key'),
}
const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' }

function partsOf(chord: string): string[] {
  return chord.split(/(?<=.)\+(?=.)/)
}

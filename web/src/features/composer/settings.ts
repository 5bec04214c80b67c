import { useMemo, useSyncExternalStore } from 'react'

export type SendKey = 'enter' | 'ctrl-enter'

/** How somebody likes to write in this browser. */
export interface ComposerSettings {
  /** With `ctrl-enter`, Enter alone is a new line. */
  readonly sendKey: SendKey
  readonly toolbar: boolean
}

const KEY = 'parley.composer'
const DEFAULTS: ComposerSettings = { sendKey: 'enter', toolbar: false }
const changes = new EventTarget()

export function useComposerSettings(): ComposerSettings {
  const text = useSyncExternalStore(subscribe, stored)
  return useMemo(() => parsed(text), [text])
}

export function composerSettings(): ComposerSettings {
  return parsed(stored())
}

export function changeComposerSettings(change: Partial<ComposerSettings>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...composerSettings(), ...change }))
  } catch {
    // Where nothing can be kept, things are as they are by default.
  }
  changes.dispatchEvent(new Event('change'))
}

function subscribe(changed: () => void): () => void {
  changes.addEventListener('change', changed)
  window.addEventListener('storage', changed)
  return () => {
    changes.removeEventListener('change', changed)
    window.removeEventListener('storage', changed)
  }
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

function parsed(text: string): ComposerSettings {
  try {
    const { sendKey, toolbar } = JSON.parse(text) as Partial<Record<keyof ComposerSettings, unknown>>
    return { sendKey: sendKey === 'ctrl-enter' ? sendKey : 'enter', toolbar: toolbar === true }
  } catch {
    return DEFAULTS
  }
}

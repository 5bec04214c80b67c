import type { ComponentType } from 'react'

/** What somebody typed while the palette was on its way. */
export interface Typed {
  readonly text: string
  readonly isEntered: boolean
}

export type PaletteView = ComponentType<{ typed: Typed; onClose: () => void }>

export const NOTHING_TYPED: Typed = { text: '', isEntered: false }

let brought: PaletteView | null = null

/** It is no part of the first load. The shell brings it when the page is idle, so that it opens at once. */
export async function bringPalette(): Promise<PaletteView> {
  brought ??= (await import('./Palette')).Palette
  return brought
}

/** Null until it has been brought. */
export function broughtPalette(): PaletteView | null {
  return brought
}

/**
 * Keeps what is typed from the page until the keys are let go, and remembers it up to the Enter that chooses: what
 * comes after that is meant for no page that is there yet.
 */
export function holdKeys(): () => Typed {
  let typed = NOTHING_TYPED
  const hold = (event: KeyboardEvent) => {
    const { key } = event
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (typed.isEntered) return
    if (key === 'Enter') typed = { ...typed, isEntered: true }
    else if (key === 'Backspace') typed = { ...typed, text: typed.text.slice(0, -1) }
    else if (key.length === 1) typed = { ...typed, text: typed.text + key }
  }
  window.addEventListener('keydown', hold, true)
  return () => {
    window.removeEventListener('keydown', hold, true)
    return typed
  }
}

import type { ComponentType } from 'react'

export type PaletteView = ComponentType<{ onClose: () => void }>

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

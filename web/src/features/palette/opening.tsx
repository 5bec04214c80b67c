import { lazy } from 'react'
import type { Shell } from '../registry/feature'

let brought: Promise<typeof import('./Palette')> | null = null

/** It is no part of the first load, and comes when the page is idle, so that it opens at once. */
export function bringPalette(): Promise<typeof import('./Palette')> {
  // Kept, as another import of what is there already takes longer than the next key.
  brought ??= import('./Palette').catch((failure: unknown) => {
    brought = null
    throw failure
  })
  return brought
}

const Palette = lazy(bringPalette)

export function openPalette(shell: Shell): void {
  shell.show((close) => <Palette onClose={close} />)
}

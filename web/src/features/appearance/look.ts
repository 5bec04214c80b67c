import { useSyncExternalStore } from 'react'

/** How the client looks on this device. `boot/theme.js` puts it on the page before the first paint of the next visit. */
export interface Look {
  readonly theme: (typeof THEMES)[number]
  readonly accent: (typeof ACCENTS)[number]
  readonly text: (typeof TEXTS)[number]
  readonly density: (typeof DENSITIES)[number]
  readonly motion: (typeof MOTIONS)[number]
}

/** The first of each is what nobody has to choose. */
export const THEMES = ['system', 'light', 'dark'] as const
export const ACCENTS = ['pine', 'blue', 'violet', 'rose', 'graphite'] as const
export const TEXTS = ['normal', 'small', 'large', 'larger'] as const
export const DENSITIES = ['comfortable', 'compact'] as const
export const MOTIONS = ['system', 'less'] as const

const KEY = 'parley.look'
const CHOICES = { theme: THEMES, accent: ACCENTS, text: TEXTS, density: DENSITIES, motion: MOTIONS }
const CHANGED = 'parley-look'

export function useLook(): [Look, (change: Partial<Look>) => void] {
  const written = useSyncExternalStore(listen, () => JSON.stringify(look()))
  return [JSON.parse(written) as Look, changeLook]
}

/** What is on the page now. */
export function look(): Look {
  const { dataset } = document.documentElement
  const chosen = <K extends keyof Look>(name: K): Look[K] => {
    const choices: readonly string[] = CHOICES[name]
    const value = dataset[name] ?? ''
    return (choices.includes(value) ? value : choices[0]) as Look[K]
  }
  return {
    theme: chosen('theme'),
    accent: chosen('accent'),
    text: chosen('text'),
    density: chosen('density'),
    motion: chosen('motion'),
  }
}

export function changeLook(change: Partial<Look>): void {
  const { dataset } = document.documentElement
  const next = { ...look(), ...change }
  for (const name of Object.keys(CHOICES) as (keyof Look)[]) {
    if (next[name] === CHOICES[name][0]) delete dataset[name]
    else dataset[name] = next[name]
  }
  window.dispatchEvent(new Event(CHANGED))
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...dataset }))
  } catch {
    // Chosen for this page only, then.
  }
}

function listen(changed: () => void): () => void {
  window.addEventListener(CHANGED, changed)
  return () => window.removeEventListener(CHANGED, changed)
}

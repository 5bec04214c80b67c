import { useState } from 'react'

/** How a person has arranged their sidebar in this browser. */
export interface SidebarLayout {
  /** In rem, so that it grows with the text. Null as long as nobody has moved the edge. */
  readonly width: number | null
  readonly collapsed: readonly string[]
}

export const NARROWEST = 13
export const USUAL = 16.5
export const WIDEST = 24
const KEY = 'parley.sidebar'
const USUAL_LAYOUT: SidebarLayout = { width: null, collapsed: [] }

export function keptLayout(): SidebarLayout {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<
      Record<keyof SidebarLayout, unknown>
    >
    const { width, collapsed } = kept
    return {
      width: typeof width === 'number' ? withinBounds(width) : null,
      collapsed: Array.isArray(collapsed) ? collapsed.filter((id) => typeof id === 'string') : [],
    }
  } catch {
    return USUAL_LAYOUT
  }
}

export function keepLayout(change: Partial<SidebarLayout>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...keptLayout(), ...change }))
  } catch {
    // Arranged for this page only, then.
  }
}

export function forgetLayout(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept, then.
  }
}

export function useCollapsed(id: string): [boolean, () => void] {
  const [collapsed, setCollapsed] = useState(() => keptLayout().collapsed.includes(id))
  const toggle = () => {
    const others = keptLayout().collapsed.filter((other) => other !== id)
    keepLayout({ collapsed: collapsed ? others : [...others, id] })
    setCollapsed(!collapsed)
  }
  return [collapsed, toggle]
}

export function withinBounds(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(width * 4) / 4))
}

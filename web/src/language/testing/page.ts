import { vi } from 'vitest'
import type { Catalog } from '../t'

/** Makes what is imported next the page as it is after a load in this language. */
export async function loadPageIn(lang: string): Promise<void> {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { lang } })
  const { speak } = await import('../t')
  if (lang in CATALOGS) speak((await CATALOGS[lang]!()).default)
}

const CATALOGS: Record<string, () => Promise<{ default: Catalog }>> = {
  de: () => import('../catalogs/de.json'),
  es: () => import('../catalogs/es.json'),
  ja: () => import('../catalogs/ja.json'),
  ar: () => import('../catalogs/ar.json'),
}

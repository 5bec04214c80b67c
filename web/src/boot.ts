import './style.css'
import { language, type Language } from './language/languages'
import { speak, type Catalog } from './language/t'

/**
 * The page's first module: it gets the texts of the page's language, and then the client, whose files begin to load at
 * the same time. English needs no catalogue: the client holds its texts itself.
 */
const CATALOGS: Record<Exclude<Language, 'en'>, () => Promise<{ default: Catalog }>> = {
  de: () => import('./language/catalogs/de.json'),
  es: () => import('./language/catalogs/es.json'),
  ja: () => import('./language/catalogs/ja.json'),
  ar: () => import('./language/catalogs/ar.json'),
}

async function start(): Promise<void> {
  const client = () => import('./main')
  if (language !== 'en') {
    // Without its catalogue the page speaks English, which is better than no page.
    const catalog = await CATALOGS[language]().catch(() => null)
    if (catalog) speak(catalog.default)
  }
  await client()
}

void start()

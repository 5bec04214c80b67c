import { locale } from '../../language/languages'
import type { Me, UpdateMe } from '../../protocol.gen'

/** What was typed, as long as it is not saved. */
export type Filled = Partial<Record<'name' | 'handle' | 'pronouns' | 'time_zone' | 'language', string>>

const LANGUAGES = [
  ...['ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'en-US', 'es', 'et', 'fa', 'fi', 'fr', 'he'],
  ...['hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'ru'],
  ...['sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk', 'vi', 'zh'],
]

/** The fields that are to be something else than they are. */
export function changed(me: Me, filled: Filled): UpdateMe {
  const other = Object.entries(filled).filter(
    ([field, value]) => value.trim() !== (me[field as keyof Filled] ?? ''),
  )
  return Object.fromEntries(other.map(([field, value]) => [field, value.trim()]))
}

/** The zones of this browser; its own and the chosen one in any case, first. */
export function timeZones(chosen: string | undefined): string[] {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return [...new Set([here, ...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')])]
}

export function languages(chosen: string | undefined): { tag: string; name: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'language' })
  return [...new Set([...LANGUAGES, ...(chosen ? [chosen] : [])])]
    .map((tag) => ({ tag, name: names.of(tag) ?? tag }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}

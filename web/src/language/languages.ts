/** The languages that the client speaks, each by its own name. `boot/theme.js` knows them too. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
} as const

export type Language = keyof typeof LANGUAGES

const KEY = 'parley.language'

/** The language of this page. It stays the same for as long as the page lives: another choice loads the page anew. */
export const language: Language = languageOfPage()

/** For dates and numbers: the person's own region, if the browser names one for this language. */
export const locale: string = localeOfPage()

/** What was chosen in this browser, if anything was. Otherwise the browser's own languages decide. */
export function chosenLanguage(): Language | null {
  try {
    const chosen = localStorage.getItem(KEY)
    return isLanguage(chosen) ? chosen : null
  } catch {
    return null
  }
}

/** Keeps the choice for the next load of the page. Null: as the browser wants. */
export function chooseLanguage(chosen: Language | null): void {
  try {
    if (chosen) localStorage.setItem(KEY, chosen)
    else localStorage.removeItem(KEY)
  } catch {
    // A browser that keeps nothing goes on speaking its own language.
  }
}

export function isLanguage(tag: string | null | undefined): tag is Language {
  return typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag)
}

function languageOfPage(): Language {
  const tag = typeof document === 'undefined' ? 'en' : document.documentElement.lang
  return isLanguage(tag) ? tag : 'en'
}

function localeOfPage(): string {
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? [])
  return wanted.find((tag) => tag.split('-')[0] === language && isKnownTag(tag)) ?? language
}

/** Browsers pass on what the system says, which may be `en-US@posix`: dates in it are an error. */
function isKnownTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

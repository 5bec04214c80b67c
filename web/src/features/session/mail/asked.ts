/** What this tab was given when it asked for a link to sign in: the code in the letter is good only with it. */
export interface Asked {
  readonly login: string
  readonly request: string
  readonly at: number
}

/** As long as the code is good. */
export const GOOD_FOR_MS = 10 * 60_000
const NAME = 'parley.asked'

/** A phone may drop the page while its owner reads the letter, so the tab keeps this and not only the page. */
export function keepAsked(asked: Asked, storage: Storage | undefined): void {
  storage?.setItem(NAME, JSON.stringify(asked))
}

export function readAsked(storage: Storage | undefined, now: number): Asked | null {
  const asked = parsed(storage?.getItem(NAME) ?? null)
  return asked && now - asked.at < GOOD_FOR_MS ? asked : null
}

export function forgetAsked(storage: Storage | undefined): void {
  storage?.removeItem(NAME)
}

/** What a tab keeps; nothing where the browser forbids it. */
export function tabStorage(): Storage | undefined {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}

function parsed(text: string | null): Asked | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isAsked(value) ? value : null
  } catch {
    return null
  }
}

function isAsked(value: unknown): value is Asked {
  if (typeof value !== 'object' || value === null) return false
  const { login, request, at } = value as Record<string, unknown>
  return typeof login === 'string' && typeof request === 'string' && typeof at === 'number'
}

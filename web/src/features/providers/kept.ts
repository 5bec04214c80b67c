/** What this tab was about to do when it left for a provider: the address brings back nothing of it. */
export interface Kept {
  /** Where to go on inside. */
  readonly next: string
  /** To sign in, or to link one's account, which somebody does who is signed in. */
  readonly purpose: 'sign-in' | 'link'
}

const NAME = 'parley.provider'
const NOTHING: Kept = { next: '/', purpose: 'sign-in' }

export function keep(kept: Kept, storage: Storage | undefined): void {
  storage?.setItem(NAME, JSON.stringify(kept))
}

export function take(storage: Storage | undefined): Kept {
  const text = storage?.getItem(NAME) ?? null
  storage?.removeItem(NAME)
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isKept(value) ? value : NOTHING
  } catch {
    return NOTHING
  }
}

/** What a provider has added to the address. */
export interface Returned {
  readonly code: string
  readonly state: string
  readonly iss: string | null
  readonly error: string | null
}

/** Takes it out of the address at once: a code is in no history, and no reload sends it again. */
export function takeReturned({ location, history }: Pick<Window, 'location' | 'history'>): Returned | null {
  const found = new URLSearchParams(location.search)
  if (location.search) history.replaceState(history.state, '', location.pathname)
  const [code, state, error] = [found.get('code'), found.get('state'), found.get('error')]
  if (error === null && (code === null || state === null)) return null
  return { code: code ?? '', state: state ?? '', iss: found.get('iss'), error }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { next, purpose } = value as Record<string, unknown>
  return typeof next === 'string' && (purpose === 'sign-in' || purpose === 'link')
}

import { language } from '../language/languages'
import { t } from '../language/t'
import { VERBS, type CustomEmoji, type Me, type Refused, type Verbs } from '../protocol.gen'
import { Refusal, Unreachable } from './errors'
import type { Turn } from './turn'

export type VerbName = { [V in keyof Verbs]: 'http' extends Verbs[V]['doors'] ? V : never }[keyof Verbs]
export type Command<V extends VerbName> = Verbs[V]['command']
export type Result<V extends VerbName> = Verbs[V]['result']

/** Verbs that begin or renew a session: their 401 is the answer, not a reason to refresh. */
const BEFORE_SIGN_IN: ReadonlySet<VerbName> = new Set<VerbName>([
  'server.get',
  'setup.complete',
  'account.register',
  'session.create',
  'session.refresh',
  'session.redeem_magic_link',
  'session.confirm',
  'session.redeem_passkey',
])

const ANSWER_WITHIN_MS = 20_000

export interface Api {
  call<V extends VerbName>(verb: V, command: Command<V>): Promise<Result<V>>
  /** Shows others this picture beside one's name. */
  showPicture(picture: Blob): Promise<Me>
  addEmoji(name: string, picture: Blob): Promise<CustomEmoji>
  /** Called once the session is over for good. Returns what takes the listener away. */
  onSignedOut(listener: () => void): () => void
}

export function createApi(deps: { fetch: typeof fetch; refreshTurn: Turn }): Api {
  const listeners = new Set<() => void>()

  /** True: there is a fresh session. False: there is none any more. Throws if neither could be found out. */
  async function refresh(mark: number): Promise<boolean> {
    try {
      await deps.refreshTurn.take(mark, async () => {
        await request(deps.fetch, 'session.refresh', {})
      })
      return true
    } catch (error) {
      if (isSignedOut(error)) return false
      throw error
    }
  }

  /** What `ask` answers. A session that ran out is renewed, and it asks once more. */
  async function renewing<T>(ask: () => Promise<T>): Promise<T> {
    const mark = deps.refreshTurn.mark()
    try {
      return await ask()
    } catch (error) {
      if (!isSignedOut(error)) throw error
    }
    try {
      if (await refresh(mark)) return await ask()
    } catch (error) {
      if (!isSignedOut(error)) throw error
    }
    for (const listener of listeners) listener()
    throw new Refusal({ code: 'unauthenticated', message: t('You are signed out.'), retryable: false })
  }

  return {
    call(verb, command) {
      const ask = () => request(deps.fetch, verb, command)
      return BEFORE_SIGN_IN.has(verb) ? ask() : renewing(ask)
    },
    showPicture: (picture) => renewing(() => answered<Me>(deps.fetch, '/api/me/avatar', 'POST', picture)),
    addEmoji: (name, picture) =>
      renewing(() =>
        answered<CustomEmoji>(deps.fetch, `/api/emoji/${encodeURIComponent(name)}`, 'POST', picture),
      ),
    onSignedOut(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'unauthenticated'
}

async function request<V extends VerbName>(
  fetcher: typeof fetch,
  verb: V,
  command: Command<V>,
): Promise<Result<V>> {
  const [method = '', path = ''] = VERBS[verb].split(' ')
  const { url, rest } = fillPath(path, command)
  return method === 'GET'
    ? answered(fetcher, url + queryOf(rest), method)
    : answered(fetcher, url, method, JSON.stringify(rest))
}

/** What is at an address. A text is JSON; anything else goes as it is. */
async function answered<T>(
  fetcher: typeof fetch,
  url: string,
  method: string,
  body?: string | Blob,
): Promise<T> {
  const response = await fetcher(url, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    ...(body === undefined ? {} : { body }),
    headers: {
      // Refusals are in the language of the page, which may be another one than the browser's.
      'accept-language': language,
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
    },
  }).catch((cause: unknown) => {
    throw new Unreachable(t('The server cannot be reached.'), { cause })
  })
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as T
  throw refusalOf(answer, response)
}

/** Puts the command's fields into the braces of the path; the rest is the query or the body. */
function fillPath(path: string, command: object): { url: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...command }
  const url = path.replace(/\{(\w+)\}/g, (_braces, field: string) => {
    const value = rest[field]
    delete rest[field]
    return encodeURIComponent(String(value))
  })
  return { url, rest }
}

function queryOf(fields: Record<string, unknown>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  if (given.length === 0) return ''
  return '?' + new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

function refusalOf(answer: unknown, response: Response): Error {
  if (isRefused(answer)) return new Refusal(answer)
  // Not our server's own words: something between us and it.
  if (response.status >= 500 || response.status === 429)
    return new Unreachable(t('The server answered {status}.', { status: String(response.status) }))
  return new Refusal({
    code: 'invalid',
    message: t('The server answered {status}.', { status: String(response.status) }),
    retryable: false,
  })
}

function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'retryable' in answer
}

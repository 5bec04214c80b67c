import { useCallback } from 'react'
import type { AuditPage, ListAudit } from '../../protocol.gen'
import type { Api } from '../../sync/api'
import { useSession } from '../session/context'
import type { AuditFilter } from './audit'
import { usePages } from './usePages'

const AT_ONCE = 50
/** As many as the server gives at once. */
const MOST_AT_ONCE = 500

export function useAudit(filter: AuditFilter) {
  const { api } = useSession()
  const ask = useCallback(
    (before?: string) => api.call('audit.list', wanted(filter, AT_ONCE, before)),
    [api, filter],
  )
  const { page, error, read } = usePages(ask, joined)
  return { page, error, read }
}

function joined(shown: AuditPage, next: AuditPage): AuditPage {
  return {
    ...next,
    entries: [...shown.entries, ...next.entries],
    people: { ...shown.people, ...next.people },
  }
}

/** Saves all that match as a file, a JSON object a line, newest first. How many there were. */
export async function exported(api: Api, filter: AuditFilter): Promise<number> {
  const lines: string[] = []
  let before: string | undefined
  for (;;) {
    const page: AuditPage = await api.call('audit.list', wanted(filter, MOST_AT_ONCE, before))
    for (const entry of page.entries) lines.push(`${JSON.stringify(entry)}\n`)
    before = page.entries.at(-1)?.id
    if (!page.more || before === undefined) break
  }
  save(new Blob(lines, { type: 'application/jsonl' }), 'audit.jsonl')
  return lines.length
}

function wanted({ action, about, since, until }: AuditFilter, limit: number, before?: string): ListAudit {
  return {
    limit,
    ...(action !== '' && { action }),
    ...(about !== null && { about }),
    ...(since !== null && { since }),
    ...(until !== null && { until }),
    ...(before !== undefined && { before }),
  }
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Not at once: the browser has yet to begin to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

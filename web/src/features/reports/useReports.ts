import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReportPage } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { useClientState, useSession } from '../session/context'
import { readReports } from './readReports'

const PAGE = 20

/** The open reports of a room, or of the whole server: asked again when they have changed. */
export function useReports(room: string | null) {
  const { api } = useSession()
  const changes = useClientState(({ reportChanges }) => reportChanges)
  const isLive = useClientState(({ connection }) => connection.phase === 'live')
  const [found, setFound] = useState<ReportPage | null>(null)
  const [error, setError] = useState<Error | null>(null)
  // An answer that was under way while a report was closed still has it.
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  /** As many as were shown, when the list is read again. */
  const wanted = useRef(PAGE)
  const asked = useRef(0)

  const load = useCallback(async () => {
    const turn = ++asked.current
    try {
      const page = await readReports((command) => api.call('report.list', command), room, wanted.current)
      if (turn !== asked.current) return
      setFound(page)
      setError(null)
    } catch (failure) {
      if (turn === asked.current) setError(failure as Error)
    }
  }, [api, room])
  useEffect(() => {
    if (isLive) void load()
  }, [load, changes, isLive])
  useEffect(() => () => void asked.current++, [])

  return {
    reports: found?.reports.filter(({ id }) => !closed.has(id)),
    people: found?.people ?? {},
    more: found?.more ?? false,
    error,
    load,
    showMore() {
      wanted.current += PAGE
      void load()
    },
    /** Also done if somebody else has closed it meanwhile. */
    async close(report: string, deletes: boolean): Promise<void> {
      try {
        await api.call('report.close', { report, delete_message: deletes })
      } catch (failure) {
        if (!(failure instanceof Refusal && failure.code === 'not_found')) throw failure
      }
      setClosed((before) => new Set([...before, report]))
    },
  }
}

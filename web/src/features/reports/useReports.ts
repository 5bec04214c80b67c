import { useCallback } from 'react'
import { useSession } from '../session/context'
import type { PageAsked } from './readPages'
import { useQueue } from './useQueue'

/** The open reports of a room, or of the whole server. */
export function useReports(room: string | null) {
  const { api } = useSession()
  const ask = useCallback(
    async (page: PageAsked) => {
      const { reports, people, more } = await api.call('report.list', {
        ...(room !== null && { room }),
        ...page,
      })
      return { items: reports, people, more }
    },
    [api, room],
  )
  const queue = useQueue(ask)
  return {
    ...queue,
    close: (report: string, deletes: boolean) =>
      queue.finish(report, () => api.call('report.close', { report, delete_message: deletes })),
  }
}

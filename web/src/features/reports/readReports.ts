import type { ListReports, ReportPage } from '../../protocol.gen'

/** The server gives no more at a time. */
const MOST = 100

/** So many of the open reports of a room, or of all, in as many pages as that takes. */
export async function readReports(
  ask: (command: ListReports) => Promise<ReportPage>,
  room: string | null,
  wanted: number,
): Promise<ReportPage> {
  const where = room === null ? {} : { room }
  let all = await ask({ ...where, limit: Math.min(MOST, wanted) })
  while (all.more && all.reports.length < wanted) {
    const before = all.reports.at(-1)!.id
    const page = await ask({ ...where, before, limit: Math.min(MOST, wanted - all.reports.length) })
    all = {
      reports: [...all.reports, ...page.reports],
      more: page.more,
      people: { ...all.people, ...page.people },
    }
  }
  return all
}

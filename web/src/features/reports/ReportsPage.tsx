import { ReportQueue } from './ReportQueue'

/** What is reported on the whole server. For its owner and administrators. */
export default function ReportsPage() {
  return <ReportQueue room={null} />
}

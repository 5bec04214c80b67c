import { lazy } from 'react'
import { flushSync } from 'react-dom'
import type { Room } from '../../protocol.gen'
import type { Shell } from '../registry/feature'

const ReportsDialog = lazy(() => import('./ReportsDialog'))

export function showReports(shell: Shell, room: Room): void {
  shell.show((close) => (
    <ReportsDialog
      room={room}
      onClose={() => {
        flushSync(close)
        // The button that opened it goes away with the last report.
        if (document.activeElement === document.body) document.querySelector('h1')?.focus()
      }}
    />
  ))
}

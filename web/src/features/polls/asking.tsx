import { lazy } from 'react'
import type { Place } from '../../sync/places'
import type { Shell } from '../registry/feature'
import type { Prefilled } from './command'

const PollDialog = lazy(() => import('./PollDialog'))

/** Opens the dialog. Whether a poll was sent. */
export function askInPoll(shell: Pick<Shell, 'show'>, place: Place, prefilled?: Prefilled): Promise<boolean> {
  return new Promise((resolve) =>
    shell.show((close) => (
      <PollDialog
        place={place}
        prefilled={prefilled}
        onClose={(isSent) => {
          close()
          resolve(isSent)
        }}
      />
    )),
  )
}

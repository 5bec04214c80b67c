import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { logAt, type Place } from '../../sync/places'
import { quotedIn, type Quoted } from '../../sync/quotes'
import { readableFrom, type SyncState } from '../../sync/state'
import { useClientState } from '../session/context'

/** What a message of a room or a thread says, as far as a quotation shows it. */
export function useQuoted(place: Place, seq: number): Quoted | undefined {
  return useClientState(({ sync }) => {
    const log = sync.logs[logAt(sync, place)]
    return log && quotedIn(log, seq)
  })
}

/** Why a reply does not show what it answers. */
export function whyUnquoted(sync: SyncState, { id, first_seq }: Room, seq: number): string {
  if (seq < readableFrom(sync, id)) return t('A message from before you joined')
  return seq < first_seq ? t('A message that is no longer kept') : t('A message that is not loaded')
}

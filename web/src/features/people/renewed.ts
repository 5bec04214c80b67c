import type { Api } from '../../sync/api'

let renewing: Promise<boolean> | null = null

/** Whether there is a session, renewed if it had to be. Of many pictures that fail at once, one asks. */
export function renewed(api: Api): Promise<boolean> {
  renewing ??= api
    .call('me.get', {})
    .then(
      () => true,
      () => false,
    )
    .finally(() => (renewing = null))
  return renewing
}

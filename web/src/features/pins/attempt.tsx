import type { Client } from '../../sync/client'
import type { Pointing } from '../../sync/pointing'
import { Dialog } from '../../ui/Dialog'
import type { Acting } from '../registry/feature'

/** Says why something was not done. */
export function attempt(
  client: Client,
  work: (to: Pointing) => Promise<void>,
  { show }: Pick<Acting, 'show'>,
  title: string,
): void {
  client
    .pointing()
    .then(work)
    .catch(({ message }: Error) =>
      show((close) => (
        <Dialog title={title} onClose={close}>
          <p role="alert">{message}</p>
        </Dialog>
      )),
    )
}

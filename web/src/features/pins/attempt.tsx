import type { Client } from '../../sync/client'
import type { Pointing } from '../../sync/pointing'
import { onDemand } from '../../ui/onDemand'
import type { Acting } from '../registry/feature'

const AttemptFailed = onDemand(() => import('./AttemptFailed'))

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
      show((close) => <AttemptFailed title={title} why={message} onClose={close} />),
    )
}

import type { PasskeyToShow } from '../../protocol.gen'
import { hasPasskeys, showPasskey } from './device'

type Shown = Awaited<ReturnType<typeof showPasskey>>

/** A challenge that is nearly over is replaced. The rest of its life is for somebody who is choosing at that moment. */
const REPLACED_AT = 0.8

/**
 * Waits until somebody chooses one of the passkeys that the browser offers below the field for the name. Null when
 * `stop` says so, and in browsers that do not offer any: nobody has asked for this, so nobody is told.
 */
export async function chosenPasskey(
  ask: () => Promise<PasskeyToShow>,
  stop: AbortSignal,
): Promise<Shown | null> {
  try {
    if (!(await isOffered())) return null
    while (!stop.aborted) {
      const asked = await ask()
      const over = AbortSignal.timeout(asked.timeout_ms * REPLACED_AT)
      try {
        return await showPasskey(asked, {
          mediation: 'conditional',
          signal: AbortSignal.any([stop, over]),
        })
      } catch (error) {
        if (!over.aborted) throw error
      }
    }
  } catch {
    // Without a network, or in a browser that promises more than it does, the other ways are still there.
  }
  return null
}

async function isOffered(): Promise<boolean> {
  return (
    hasPasskeys() &&
    'isConditionalMediationAvailable' in PublicKeyCredential &&
    (await PublicKeyCredential.isConditionalMediationAvailable())
  )
}

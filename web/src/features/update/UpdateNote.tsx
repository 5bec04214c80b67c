import { useState } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { useIsReady, useUpdates } from './context'

/** Offers to go on with the new build. Nobody is reloaded while they write, and what they wrote is kept. */
export function UpdateNote() {
  const updates = useUpdates()
  const ready = useIsReady()
  const [hidden, setHidden] = useState(false)
  const [reloading, setReloading] = useState(false)
  const reload = () => {
    if (reloading) return
    setReloading(true)
    void updates.reload()
  }
  return (
    // There before it says anything: that is what is read out. Below the header, whose buttons stay in reach.
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 top-[calc(env(safe-area-inset-top)+4rem)] z-20 flex justify-center"
    >
      {ready && !hidden && (
        <div className="pointer-events-auto flex animate-rise items-center gap-1 rounded-xl border border-line bg-raised py-1 ps-4 pe-1 text-sm shadow-lift">
          <span>{t('A new version is ready')}</span>
          <button
            type="button"
            aria-disabled={reloading || undefined}
            className="h-9 touch:h-11 shrink-0 rounded-lg px-3 font-semibold text-accent hover:bg-hover aria-disabled:text-faint"
            onClick={reload}
          >
            {reloading ? t('Reloading…') : t('Reload')}
          </button>
          <IconButton icon="close" label={t('Later // a button: not now')} onClick={() => setHidden(true)} />
        </div>
      )}
    </div>
  )
}

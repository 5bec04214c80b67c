import { lazy } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import type { SendingProps } from '../registry/feature'

const SchedulePopover = lazy(() => import('./SchedulePopover'))

/** Beside the button that sends at once. It keeps the focus while there is nothing to send. */
export function ScheduleButton({ place, isEmpty }: SendingProps) {
  const shell = useShell()
  return (
    <IconButton
      icon="clock"
      label={t('Schedule message')}
      aria-haspopup="dialog"
      aria-disabled={isEmpty || undefined}
      className="aria-disabled:text-faint aria-disabled:hover:bg-transparent"
      onMouseDown={(event) => isEmpty && event.preventDefault()}
      onClick={({ currentTarget }) => {
        if (isEmpty) return
        const anchor = currentTarget.getBoundingClientRect()
        shell.show((close) => <SchedulePopover place={place} anchor={anchor} onClose={close} />)
      }}
    />
  )
}

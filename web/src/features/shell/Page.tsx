import { useCallback, useRef, type ReactNode } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useArrival } from '../../ui/useArrival'
import { useTitle } from '../../ui/useTitle'
import { useEscape } from './keys'
import { useLayers } from './layers'

interface Props {
  title: string
  /** Where Back leads somebody who came here directly. Null for a page with tabs below it, which has no way back. */
  below: string | null
  actions?: ReactNode
  children: ReactNode
}

/** A page other than a room: its heading, and its content in one column. */
export function Page({ title, below, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const wide = useMediaQuery('(min-width: 48rem)')
  const { leave } = useLayers()
  const close = useCallback(() => below !== null && leave(below), [leave, below])
  useArrival(heading)
  useTitle(title)
  useEscape(below !== null, close)
  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 md:px-6">
        {!wide && below !== null && <IconButton icon="back" label={t('Back')} onClick={close} />}
        <h1
          ref={heading}
          tabIndex={-1}
          className={`min-w-0 flex-1 truncate font-semibold ${below === null ? 'ps-2 md:ps-0' : ''}`}
        >
          {title}
        </h1>
        {actions}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="w-full max-w-(--column) px-4 py-6 md:px-6">{children}</div>
      </div>
    </main>
  )
}

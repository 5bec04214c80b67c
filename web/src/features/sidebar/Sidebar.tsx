import { Suspense, useState, type CSSProperties } from 'react'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import { useRegistry } from '../registry/context'
import { AccountRow } from './AccountRow'
import { keepLayout, keptLayout, USUAL } from './layout'
import { SearchButton } from './SearchButton'
import { ServerMenu } from './ServerMenu'

const SidebarEdge = onDemand(() => import('./SidebarEdge'))

/** `onHold`: a pointer is over the list, which then keeps its order. */
export function Sidebar({ onHold }: { onHold: (held: boolean) => void }) {
  const [width, setWidth] = useState(() => keptLayout().width ?? USUAL)
  const rest = (next: number) => {
    setWidth(next)
    keepLayout({ width: next })
  }
  return (
    <div
      className="relative flex w-(--width) max-w-[40vw] shrink-0 flex-col border-e border-line bg-sunken"
      style={{ '--width': `${width}rem` } as CSSProperties}
    >
      <header className="flex shrink-0 flex-col gap-1 px-2 pt-2">
        <ServerMenu />
        <SearchButton />
        <SidebarEdge width={width} onResize={setWidth} onRest={rest} />
      </header>
      <nav
        aria-label={t('Rooms')}
        className="min-h-0 flex-1 overflow-y-auto px-2 pt-2 pb-4"
        onPointerEnter={({ pointerType }) => onHold(pointerType === 'mouse')}
        onPointerLeave={() => onHold(false)}
      >
        <SidebarEntries />
      </nav>
      <AccountRow />
    </div>
  )
}

export function SidebarEntries() {
  const { sidebar } = useRegistry()
  return (
    <Suspense>
      {sidebar.map(({ id, View }) => (
        <View key={id} />
      ))}
    </Suspense>
  )
}

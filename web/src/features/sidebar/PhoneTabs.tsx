import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { t } from '../../language/t'
import { Icon, type IconName } from '../../ui/Icon'
import { openPalette } from '../palette/opening'
import { useShell } from '../registry/context'

/** A phone's lower edge, on the pages that lie at the bottom of the pile. */
export function PhoneTabs() {
  const shell = useShell()
  const [path] = useLocation()
  return (
    <nav
      aria-label={t('Parley')}
      className="flex shrink-0 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)]"
    >
      <TabLink href="/" icon="hash" here={!path.startsWith('/settings')}>
        {t('Rooms')}
      </TabLink>
      <button type="button" className={TAB} onClick={() => openPalette(shell)}>
        <Icon name="search" size={20} />
        {t('Search')}
      </button>
      <TabLink href="/settings" icon="person" here={path.startsWith('/settings')}>
        {t('You // the page about oneself')}
      </TabLink>
    </nav>
  )
}

const TAB =
  'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-soft aria-[current=page]:text-accent'

function TabLink(props: { href: string; icon: IconName; here: boolean; children: ReactNode }) {
  return (
    <Link href={props.href} replace aria-current={props.here ? 'page' : undefined} className={TAB}>
      <Icon name={props.icon} size={20} />
      {props.children}
    </Link>
  )
}

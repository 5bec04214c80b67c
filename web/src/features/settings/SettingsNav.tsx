import { Link, useLocation } from 'wouter'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { useSettingsPages } from './useSettingsPages'

/** In the place of the sidebar while one is in the settings. */
export default function SettingsNav() {
  return (
    <nav
      aria-label={t('Settings')}
      className="flex w-(--sidebar) shrink-0 flex-col border-e border-line bg-sunken"
    >
      <div className="flex h-14 shrink-0 items-center px-2">
        <Link
          href="/"
          className="flex h-9 touch:h-11 w-full items-center gap-2 rounded-lg px-2 font-semibold hover:bg-hover"
        >
          <Icon name="back" size={16} />
          {t('Back to rooms')}
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2">
        <SettingsLinks tall={false} />
      </div>
    </nav>
  )
}

export function SettingsLinks({ tall }: { tall: boolean }) {
  const settingsPages = useSettingsPages()
  const [here] = useLocation()
  return (
    <ul className="flex flex-col gap-px">
      {settingsPages.map(({ id, path, title, icon }) => (
        <li key={id}>
          <Link
            href={`/settings/${path}`}
            // On a wide screen the pages lie side by side; on a phone each lies over the list.
            replace={!tall}
            state={tall ? { over: true } : (window.history.state as unknown)}
            aria-current={here === `/settings/${path}` ? 'page' : undefined}
            className={`flex items-center gap-2.5 rounded-lg px-2 text-soft transition-colors hover:bg-hover aria-[current=page]:bg-chosen aria-[current=page]:font-medium aria-[current=page]:text-ink ${tall ? 'h-13' : 'h-(--row) touch:h-11'}`}
          >
            <Icon name={icon} size={tall ? 20 : 16} />
            <span className="min-w-0 flex-1 truncate">{title}</span>
            {tall && (
              <span className="text-faint">
                <Icon name="next" size={16} />
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  )
}

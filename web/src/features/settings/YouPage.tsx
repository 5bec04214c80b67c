import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { Page } from '../shell/Page'
import { PresentAvatar } from '../presence/PresentAvatar'
import { useRegistry, useShell } from '../registry/context'
import { useSignedIn } from '../session/context'
import { SettingsLinks } from './SettingsNav'

/** What concerns oneself, as a page of its own on a phone. */
export default function YouPage() {
  const { me } = useSignedIn()
  const { commands } = useRegistry()
  const shell = useShell()
  const signOut = commands.find(({ id }) => id === 'sign-out')
  return (
    <Page title={t('You // the page about oneself')} below={null}>
      <div className="flex items-center gap-3 px-2 pb-6">
        <PresentAvatar id={me.id} name={me.name} />
        <div className="min-w-0 flex-1">
          <p className="truncate text-as-around font-semibold" dir="auto">
            {me.name}
          </p>
          <p className="truncate text-sm text-faint">
            <bdi>@{me.handle}</bdi>
          </p>
        </div>
      </div>
      <nav aria-label={t('Settings')}>
        <SettingsLinks tall />
      </nav>
      {signOut && (
        <button
          type="button"
          className="mt-4 flex h-13 w-full items-center gap-2.5 rounded-lg px-2 text-danger hover:bg-hover"
          onClick={() => signOut.act(shell)}
        >
          <Icon name={signOut.icon} size={20} />
          {signOut.label}
        </button>
      )}
    </Page>
  )
}

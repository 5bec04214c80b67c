import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { MenuButton, MenuHeading, MenuItem, MenuLine } from '../../ui/Menu'
import { THEMES, useLook } from '../appearance/look'
import { StatusSign } from '../people/StatusSign'
import { PresentAvatar } from '../presence/PresentAvatar'
import { useSignedIn } from '../session/context'
import { CommandItems } from './CommandItems'

const THEME_WORDS = { system: t('System'), light: t('Light // theme'), dark: t('Dark // theme') }
const THEME_ICONS = { system: 'screen', light: 'sun', dark: 'moon' } as const

/** Who one is here, and what concerns only oneself. */
export function AccountRow() {
  const { me } = useSignedIn()
  return (
    <footer className="shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <MenuButton
        label={t('Account')}
        isLabelled
        className="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-start transition-colors hover:bg-hover aria-expanded:bg-hover"
        items={(close) => <AccountItems onChoose={close} />}
      >
        <PresentAvatar id={me.id} name={me.name} />
        <span className="min-w-0 flex-1 leading-tight">
          <span className="block truncate text-as-around text-sm font-semibold" dir="auto">
            {me.name}
          </span>
          <span className="block truncate text-xs text-faint">
            <bdi>@{me.handle}</bdi> <StatusSign card={me} />
          </span>
          <span className="sr-only">{t('account // behind a person’s name')}</span>
        </span>
        <span className="text-faint">
          <Icon name="more" size={16} />
        </span>
      </MenuButton>
    </footer>
  )
}

function AccountItems({ onChoose }: { onChoose: () => void }) {
  const [{ theme }, change] = useLook()
  return (
    <>
      <MenuHeading>{t('Theme')}</MenuHeading>
      {THEMES.map((one) => (
        <MenuItem
          key={one}
          icon={THEME_ICONS[one]}
          label={THEME_WORDS[one]}
          chosen={one === theme}
          onSelect={() => {
            change({ theme: one })
            onChoose()
          }}
        />
      ))}
      <MenuLine />
      <CommandItems menu="account" onChoose={onChoose} />
    </>
  )
}

import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { Keycaps } from '../keyboard/Keycaps'
import { openPalette } from '../palette/opening'
import { useShell } from '../registry/context'

/** Looks like the field that it opens. */
export function SearchButton() {
  const shell = useShell()
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K"
      className="flex h-8 touch:h-11 w-full items-center gap-2 rounded-lg border border-line bg-canvas px-2 text-sm text-faint transition-colors hover:border-edge hover:text-ink"
      onClick={() => openPalette(shell)}
    >
      <Icon name="search" size={15} />
      <span className="min-w-0 flex-1 truncate text-start">{t('Search or jump…')}</span>
      <span aria-hidden="true" className="touch:hidden">
        <Keycaps chord="Mod+K" />
      </span>
    </button>
  )
}

import { useRegistry } from '../registry/context'
import type { SettingsPage } from '../registry/feature'
import { useSignedIn } from '../session/context'

/** The settings' pages that are there for the person at this browser. */
export function useSettingsPages(): readonly SettingsPage[] {
  const { settingsPages } = useRegistry()
  const { me } = useSignedIn()
  return settingsPages.filter(({ isOffered }) => isOffered?.(me) ?? true)
}

import { t } from '../../language/t'
import type { Mute } from '../../protocol.gen'
import type { IconName } from '../../ui/Icon'

/** How a room shows that it is muted. */
export const MUTED: Readonly<Record<Mute['level'], { readonly icon: IconName; readonly label: string }>> = {
  nothing: { icon: 'muted', label: t('Muted // a room') },
  mentions: { icon: 'mention', label: t('Mentions only') },
}

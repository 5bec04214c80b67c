import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import type { ComposerButtonProps } from '../registry/feature'

/** Opens the list of members, as typing the sign does. */
export function MentionButton({ insert }: ComposerButtonProps) {
  return <IconButton icon="mention" label={t('Mention somebody')} onClick={() => insert('@')} />
}

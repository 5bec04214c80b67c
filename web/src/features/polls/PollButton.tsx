import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import type { ComposerButtonProps } from '../registry/feature'
import { askInPoll } from './asking'

export function PollButton({ place }: ComposerButtonProps) {
  const shell = useShell()
  return <IconButton icon="poll" label={t('Create a poll')} onClick={() => void askInPoll(shell, place)} />
}

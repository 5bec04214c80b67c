import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'

export function SearchHereButton() {
  const shell = useShell()
  return <IconButton icon="search" label={t('Search messages')} onClick={() => shell.openPanel('search')} />
}

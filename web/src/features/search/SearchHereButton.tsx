import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'

export function SearchHereButton() {
  const shell = useShell()
  return <IconButton icon="search" label="Search messages" onClick={() => shell.openPanel('search')} />
}

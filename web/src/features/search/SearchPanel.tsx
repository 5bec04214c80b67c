import { useLocation } from 'wouter'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { SearchView } from './SearchView'

/** Beside the room: what is found is opened there while the results stay. On a phone they lie below the message. */
export default function SearchPanel() {
  const wide = useMediaQuery('(min-width: 48rem)')
  const [, go] = useLocation()
  return (
    <div className="p-3">
      <SearchView
        onOpen={(path) => go(wide ? `${path}/search${window.location.search}` : path)}
        onlyIfOpened
      />
    </div>
  )
}

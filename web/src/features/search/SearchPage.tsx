import { useLocation } from 'wouter'
import { Page } from '../shell/Page'
import { SearchView } from './SearchView'

/** Where no room is open. */
export default function SearchPage() {
  const [, go] = useLocation()
  return (
    <Page title="Search" below="/">
      <SearchView onOpen={(path) => go(path)} />
    </Page>
  )
}

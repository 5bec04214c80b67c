import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { Page } from '../shell/Page'
import { SearchView } from './SearchView'

/** Where no room is open. */
export default function SearchPage() {
  const [, go] = useLocation()
  return (
    <Page title={t('Search')} below="/">
      <SearchView onOpen={(path) => go(path)} />
    </Page>
  )
}

import { Suspense } from 'react'
import { Redirect } from 'wouter'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import { Skeleton } from '../../ui/Skeleton'
import { NotFoundPage } from '../shell/NotFoundPage'
import { Page } from '../shell/Page'
import { useSettingsPages } from './useSettingsPages'

const YouPage = onDemand(() => import('./YouPage'))

/** The settings' page that the address names. Without a name: the list of them on a phone, else the first. */
export function SettingsPage({ path, wide }: { path: string | null; wide: boolean }) {
  const settingsPages = useSettingsPages()
  if (path === null) {
    const [first] = settingsPages
    if (!wide || !first) return <YouPage />
    return <Redirect to={`/settings/${first.path}`} replace state={window.history.state as unknown} />
  }
  const page = settingsPages.find((each) => each.path === path)
  if (!page) return <NotFoundPage />
  return (
    <Page key={page.id} title={page.title} below={wide ? '/' : '/settings'}>
      <div className="max-w-xl">
        <Suspense fallback={<Skeleton label={t('Loading')} lines={6} />}>
          <page.View />
        </Suspense>
      </div>
    </Page>
  )
}

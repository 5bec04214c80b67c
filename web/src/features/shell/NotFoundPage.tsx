import { Link } from 'wouter'
import { t } from '../../language/t'
import { Notice } from '../../ui/Notice'
import { useTitle } from '../../ui/useTitle'

export function NotFoundPage() {
  useTitle(t('No such page'))
  return (
    <main className="flex min-w-0 flex-1">
      <Notice title={t('There is no page at this address')}>
        <p>{t('Check the link for a typing mistake, or ask the person who sent it for a new one.')}</p>
        <Link href="/" className="font-medium text-accent underline underline-offset-3">
          {t('Go to your rooms')}
        </Link>
      </Notice>
    </main>
  )
}

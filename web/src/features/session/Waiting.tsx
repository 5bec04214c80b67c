import { t } from '../../language/t'
/** In the place of a page that is on its way. It has that page's colour, so that nothing flashes. */
export function Waiting() {
  return <div role="status" aria-label={t('Loading')} className="h-full bg-sunken" />
}

import type { Api } from '../../sync/api'
import { tabStorage } from '../session/mail/asked'
import { keep, type Kept } from './kept'

/** Leaves this page for a provider's. It does not come back from here: the provider sends the browser to another page. */
export async function depart(api: Api, provider: string, kept: Kept): Promise<void> {
  const { url } = await api.call('provider.begin', { provider })
  keep(kept, tabStorage())
  window.location.assign(url)
  // The button stays busy until the page is gone.
  await new Promise(() => undefined)
}

import type { UpdateMe } from '../protocol.gen'
import type { Api } from './api'
import type { Client } from './client'

/** What one changes about oneself. It is loaded with the page on which one does. */
export interface Self {
  update(command: UpdateMe): Promise<void>
  showPicture(picture: Blob): Promise<void>
  removePicture(): Promise<void>
}

export function createSelf(api: Api, { take }: Client): Self {
  return {
    update: async (command) => take(await api.call('me.update', command)),
    showPicture: async (picture) => take(await api.showPicture(picture)),
    removePicture: async () => take(await api.call('me.remove_avatar', {})),
  }
}

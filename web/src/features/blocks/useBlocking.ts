import { useClient, useSession } from '../session/context'

/** Blocking and unblocking. The answer is a thing of one's own log: it counts at once. */
export function useBlocking() {
  const { api } = useSession()
  const { takeOwn } = useClient()
  return {
    block: async (person: string) => takeOwn(await api.call('block.add', { person })),
    unblock: async (person: string) => takeOwn(await api.call('block.remove', { person })),
  }
}

import type {
  CreateReminder,
  CreateScheduled,
  ReminderList,
  UpdateReminder,
  UpdateScheduled,
} from '../protocol.gen'
import { applyOwn } from './answers'
import type { Api } from './api'
import { newClientId } from './ids'
import type { ClientStore } from './store'

/** What one orders for later: messages to be sent, and reminders. */
export interface Ordering {
  schedule(command: Omit<CreateScheduled, 'client_id'>): Promise<void>
  reschedule(command: UpdateScheduled): Promise<void>
  sendNow(scheduled: string): Promise<void>
  cancel(scheduled: string): Promise<void>
  remind(command: Omit<CreateReminder, 'client_id'>): Promise<void>
  changeReminder(command: UpdateReminder): Promise<void>
  complete(reminder: string): Promise<void>
  reminders(): Promise<ReminderList>
}

export function createOrdering(api: Api, store: ClientStore): Ordering {
  const take = (own: Parameters<typeof applyOwn>[1]) =>
    store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))
  /** Requests without an answer yet, by what they say: the same one, asked again, is the same order. */
  const unanswered = new Map<string, string>()

  async function once<C extends object, T>(
    command: C,
    ask: (command: C & { client_id: string }) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify(command)
    const client_id = unanswered.get(key) ?? newClientId()
    unanswered.set(key, client_id)
    const answer = await ask({ ...command, client_id })
    unanswered.delete(key)
    return answer
  }

  return {
    schedule: async (command) =>
      take(await once(command, (numbered) => api.call('scheduled.create', numbered))),
    reschedule: async (command) => take(await api.call('scheduled.update', command)),
    sendNow: async (scheduled) => take(await api.call('scheduled.send_now', { scheduled })),
    cancel: async (scheduled) => take(await api.call('scheduled.cancel', { scheduled })),
    remind: async (command) => take(await once(command, (numbered) => api.call('reminder.create', numbered))),
    changeReminder: async (command) => take(await api.call('reminder.update', command)),
    complete: async (reminder) => take(await api.call('reminder.complete', { reminder })),
    reminders: () => api.call('reminder.list', {}),
  }
}

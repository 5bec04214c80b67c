import type {
  AddMember,
  BanMember,
  BanPage,
  ListBans,
  ListUsers,
  RemoveMember,
  SetMemberRole,
  UnbanMember,
  UserPage,
} from '../protocol.gen'
import type { Api } from './api'
import { heard } from './heard'
import { roomLog } from './logs'
import type { ClientStore } from './store'

/** Who is in rooms. Each resolves when the room's log has told of the change, so that a view can go on from it. */
export interface Membering {
  add(command: AddMember): Promise<void>
  remove(command: RemoveMember): Promise<void>
  setRole(command: SetMemberRole): Promise<void>
  ban(command: BanMember): Promise<void>
  unban(command: UnbanMember): Promise<void>
  bans(command: ListBans): Promise<BanPage>
  /** Everybody on this server, also those with whom no room is shared. Guests are refused. */
  findPeople(command: ListUsers): Promise<UserPage>
}

export function createMembering(api: Api, store: ClientStore): Membering {
  return {
    async add(command) {
      const { member } = await api.call('member.add', command)
      await heard(store, roomLog(command.room), member.rev)
    },
    async remove(command) {
      const { at } = await api.call('member.remove', command)
      await heard(store, roomLog(command.room), at)
    },
    async setRole(command) {
      const { member } = await api.call('member.set_role', command)
      await heard(store, roomLog(command.room), member.rev)
    },
    ban: async (command) => void (await api.call('member.ban', command)),
    unban: async (command) => void (await api.call('member.unban', command)),
    bans: (command) => api.call('ban.list', command),
    findPeople: (command) => api.call('user.list', command),
  }
}

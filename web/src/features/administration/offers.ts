import { t } from '../../language/t'
import type { Me, User } from '../../protocol.gen'

export type PersonRole = User['role']

export const ROLE_WORDS: Readonly<Record<PersonRole, string>> = {
  owner: t('Owner'),
  admin: t('Administrator'),
  member: t('Member'),
  guest: t('Guest'),
}
const BY_OWNERS: readonly PersonRole[] = ['owner', 'admin', 'member', 'guest']
const BY_ADMINISTRATORS: readonly PersonRole[] = ['member', 'guest']

/** Which roles one may give somebody: an owner all, an administrator those below their own. Nobody here changes themselves. */
export function rolesFor(me: Pick<Me, 'id' | 'role'>, { person, role }: User): readonly PersonRole[] {
  if (person === me.id) return []
  if (me.role === 'owner') return BY_OWNERS
  return BY_ADMINISTRATORS.includes(role) ? BY_ADMINISTRATORS : []
}

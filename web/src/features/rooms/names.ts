import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Card, Room } from '../../protocol.gen'
import type { IconName } from '../../ui/Icon'
import { useClientState, useSignedIn } from '../session/context'

const ICONS: Record<Room['kind'], IconName> = { public: 'hash', private: 'lock', direct: 'person' }

export const roomIcon = ({ kind }: Pick<Room, 'kind'>): IconName => ICONS[kind]

/** What a room is called for one of its people: a direct conversation has the names of the others. */
export function roomName(info: Room, people: Readonly<Record<string, Card>>, me: string): string {
  if (info.kind !== 'direct') return info.name
  const others = (info.direct ?? []).filter((person) => person !== me)
  if (others.length === 0) return t('Notes to myself')
  return others
    .map((person) => people[person]?.name ?? '…')
    .sort((a, b) => a.localeCompare(b, locale))
    .reduce((names, name) => t('{names}, {name}', { names, name }))
}

export function useRoomName(info: Room): string {
  const { me } = useSignedIn()
  return useClientState(({ sync }) => roomName(info, sync.people, me.id))
}

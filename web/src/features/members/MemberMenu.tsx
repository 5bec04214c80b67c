import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Card, Stay } from '../../protocol.gen'
import { Icon, type IconName } from '../../ui/Icon'
import { MenuButton, MenuItem, MenuLine } from '../../ui/Menu'
import { useShell } from '../registry/context'
import { BanDialog } from './BanDialog'
import { ConfirmDialog } from './ConfirmDialog'
import type { Offer, Place, Role } from './offers'

const ROLES: Readonly<Record<Role, { label: string; icon: IconName }>> = {
  owner: { label: t('Make owner'), icon: 'people' },
  moderator: { label: t('Make moderator'), icon: 'pencil' },
  member: { label: t('Make member'), icon: 'down' },
}

interface Props {
  place: Place
  member: Stay
  card: Card
  offers: readonly Offer[]
}

/** What can be done about a member. */
export function MemberMenu({ place: { room, me }, member: { person }, card, offers }: Props) {
  const shell = useShell()
  const { members } = shell.client
  const who = { room: room.id, person }
  const roomName = <bdi>{room.name}</bdi>

  const giveRole = (role: Role) => {
    const give = () => members.setRole({ ...who, role })
    if (person !== me) {
      give().catch((error: Error) => shell.say(error.message))
      return
    }
    shell.show((close) => (
      <ConfirmDialog
        title={t('Stop owning this room?')}
        action={t('Stop owning it')}
        act={give}
        onClose={close}
      >
        {phrase(
          '{role, select, moderator {You become a moderator of {room}.} other {You become a member of {room}.}} Only another owner can make you one again.',
          { role, room: roomName },
        )}
      </ConfirmDialog>
    ))
  }
  const remove = () =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Remove {name}?', { name: card.name })}
        action={t('Remove from room')}
        act={() => members.remove(who)}
        onClose={close}
      >
        {room.kind === 'public'
          ? phrase('{name} stops getting its messages, and can join again. To keep them out, ban them.', {
              name: <bdi>{card.name}</bdi>,
            })
          : phrase('{name} stops seeing {room} at once. They can be added again.', {
              name: <bdi>{card.name}</bdi>,
              room: roomName,
            })}
      </ConfirmDialog>
    ))
  const ban = () =>
    shell.show((close) => <BanDialog room={room} person={person} name={card.name} onClose={close} />)

  const item = (offer: Offer, close: () => void) => {
    const choose = (act: () => void) => () => {
      close()
      act()
    }
    if (offer.act === 'role') {
      return (
        <MenuItem key={offer.role} {...ROLES[offer.role]} onSelect={choose(() => giveRole(offer.role))} />
      )
    }
    return offer.act === 'remove' ? (
      <MenuItem
        key="remove"
        icon="leave"
        label={t('Remove from room')}
        isDangerous
        onSelect={choose(remove)}
      />
    ) : (
      <MenuItem key="ban" icon="alert" label={t('Ban from room')} isDangerous onSelect={choose(ban)} />
    )
  }
  const roles = offers.filter(({ act }) => act === 'role')
  const ends = offers.filter(({ act }) => act !== 'role')
  return (
    <MenuButton
      label={t('What to do about {name}', { name: card.name })}
      className="inline-flex size-8 touch:size-11 shrink-0 items-center justify-center rounded-lg text-faint transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink"
      items={(close) => (
        <>
          {roles.map((offer) => item(offer, close))}
          {roles.length > 0 && ends.length > 0 && <MenuLine />}
          {ends.map((offer) => item(offer, close))}
        </>
      )}
    >
      <Icon name="more" />
    </MenuButton>
  )
}

import { useMemo, useState } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import { openMembers } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Skeleton } from '../../ui/Skeleton'
import { byPresence } from '../presence/order'
import { useMinute } from '../presence/useMinute'
import { showInviting } from '../invitations/opening'
import { canInviteInto } from '../invitations/rights'
import { useShell } from '../registry/context'
import type { PanelProps } from '../registry/feature'
import { useClientState, useSignedIn } from '../session/context'
import { AddPeopleDialog } from './AddPeopleDialog'
import { BansDialog } from './BansDialog'
import { isCalled } from './called'
import { MemberMenu } from './MemberMenu'
import { MemberRow } from './MemberRow'
import { canAdd, canSeeBans, offersFor } from './offers'
import { usePlace } from './usePlace'

/** Fewer than this are seen at a glance. */
const WORTH_SEARCHING = 8

/** Who is in the room; those who are there come first. */
export default function MembersPanel({ room }: PanelProps) {
  const people = useClientState((state) => state.sync.people)
  const presences = useClientState((state) => state.presences)
  const { me } = useSignedIn()
  const shell = useShell()
  const now = useMinute()
  const place = usePlace(room)
  const canInvite = useClientState(({ sync }) => canInviteInto(sync, me, room.info))
  const [query, setQuery] = useState('')
  const byName = useMemo(
    () =>
      openMembers(room)
        .map((stay) => ({ ...stay, card: people[stay.person] }))
        .sort((a, b) => (a.card?.name ?? '').localeCompare(b.card?.name ?? '', locale)),
    [room.members, people],
  )
  if (!room.membersComplete) return <Skeleton label={t('Loading members')} lines={6} />
  const members = byName.filter(({ card }) => isCalled(card, query)).toSorted(byPresence(presences))
  const menuOf = ({ card, ...stay }: (typeof members)[number]) => {
    const offers = card ? offersFor(place, stay, byName) : []
    return card && offers.length > 0 ? (
      <MemberMenu place={place} member={stay} card={card} offers={offers} />
    ) : null
  }
  return (
    <div className="flex flex-col gap-2 p-2">
      {canAdd(place) && (
        <Button
          className="mx-1"
          onClick={() => shell.show((close) => <AddPeopleDialog room={room} onClose={close} />)}
        >
          <Icon name="plus" size={16} />
          {t('Add people')}
        </Button>
      )}
      {canInvite && (
        <Button className="mx-1" onClick={() => showInviting(shell, room.info)}>
          <Icon name="link" size={16} />
          {t('Invite by link')}
        </Button>
      )}
      {byName.length >= WORTH_SEARCHING && (
        <input
          type="search"
          aria-label={t('Search members')}
          placeholder={t('Search members')}
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          className="mx-1 h-9 touch:h-11 rounded-lg border border-edge bg-raised px-3 text-base placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 touch:text-[16px]"
        />
      )}
      <ul className="flex flex-col gap-px">
        {members.map(({ person, card, ...stay }) => (
          <MemberRow
            key={person}
            person={person}
            card={card}
            role={stay.role}
            isMe={person === me.id}
            presence={presences[person]}
            now={now}
            onOpen={() => card && shell.openPanel(`profile/${card.handle}`)}
            menu={menuOf({ person, card, ...stay })}
          />
        ))}
      </ul>
      {members.length === 0 && <p className="px-2 py-6 text-center text-soft">{t('No members match.')}</p>}
      {canSeeBans(place) && (
        <Button
          look="plain"
          className="self-center"
          onClick={() => shell.show((close) => <BansDialog room={place.room} onClose={close} />)}
        >
          {t('Banned people')}
        </Button>
      )}
    </div>
  )
}

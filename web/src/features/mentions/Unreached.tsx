import { useEffect, useState, type ReactNode } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Group, User } from '../../protocol.gen'
import { isModerator, isOwner, openMembers, roomOf } from '../../sync/state'
import { TextButton } from '../../ui/TextButton'
import { canAdd } from '../members/offers'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { isSettled, settle } from './settled'
import { mentionsIn } from './mentionsIn'
import { CALLED_LIMIT } from './wide'

/** Nobody reads a longer list. */
const ASKED = 5
/** What the rest of a button's name becomes, where those who see it have it beside them. */
const HEARD = { rest: (words: ReactNode) => <span className="sr-only">{words}</span> }

export default function Unreached({ message, acting }: MessageProps) {
  const { room, body, mentions, groups, wide } = message
  const mentioned = mentionsIn(body)
  const isBig = useClientState(
    ({ sync }) => openMembers(roomOf(sync, room.id) ?? { members: {} }).length > CALLED_LIMIT,
  )
  const called = mentioned.wide && !wide ? <bdi>@{mentioned.wide}</bdi> : null
  const inThread = message.thread !== null
  const handles = mentioned.handles.filter(
    (handle) => !Object.hasOwn(mentions, handle) && !Object.hasOwn(groups, handle),
  )
  const tooBig = mentioned.handles.filter((handle) => groups[handle]?.people.length === 0)
  return (
    <>
      {called && (inThread || isBig) && (
        <p className="pt-1 text-sm text-faint">
          {inThread
            ? phrase('{called} notified nobody. It works in rooms, not in threads.', { called })
            : phrase('{called} notified nobody. It works in rooms of up to {limit} people.', {
                called,
                limit: CALLED_LIMIT,
              })}
        </p>
      )}
      {tooBig.map((handle) => (
        <p key={handle} className="pt-1 text-sm text-faint">
          {phrase('{called} notified nobody. The groups in a message can notify up to {limit} people.', {
            called: <bdi>@{handle}</bdi>,
            limit: CALLED_LIMIT,
          })}
        </p>
      ))}
      {handles.length > 0 && acting.me.role !== 'guest' && (
        <EmptyGroups handles={handles.slice(0, ASKED)} acting={acting} />
      )}
      {handles.length > 0 && acting.me.role !== 'guest' && (
        <Outsiders handles={handles.slice(0, ASKED)} message={message} acting={acting} />
      )}
    </>
  )
}

/** Groups of which nobody is in the room. */
function EmptyGroups({ handles, acting }: Pick<MessageProps, 'acting'> & { handles: string[] }) {
  const { client } = acting
  const [found, setFound] = useState<readonly Group[]>([])
  useEffect(() => {
    let isAsked = true
    client
      .grouping()
      .then((grouping) => grouping.all())
      .then(
        (all) => isAsked && setFound(all),
        // Then nothing is said: the message was sent all the same.
        () => undefined,
      )
    return () => {
      isAsked = false
    }
  }, [client])
  return found
    .filter(({ handle }) => handles.includes(handle))
    .map(({ id, name }) => (
      <p key={id} className="pt-1 text-sm text-faint">
        {phrase('Nobody in the group {name} is in this room, so nobody was notified.', {
          name: <bdi className="font-medium">{name}</bdi>,
        })}
      </p>
    ))
}

function Outsiders({ handles, message: { room, place, seq }, acting }: MessageProps & { handles: string[] }) {
  const { members } = acting.client
  const [found, setFound] = useState<readonly User[]>([])
  const [, setTurn] = useState(0)
  const stays = useClientState(({ sync }) => roomOf(sync, room.id)?.members)
  const mayAdd = useClientState(({ sync }) =>
    canAdd({
      room,
      me: acting.me.id,
      isOwner: isOwner(sync, room.id),
      isModerator: isModerator(sync, room.id),
    }),
  )
  const named = handles.join(' ')
  useEffect(() => {
    let isAsked = true
    const ask = async (handle: string) => {
      const { users } = await members.findPeople({ prefix: handle, limit: 10 })
      return users.filter(({ card }) => card.handle === handle)
    }
    Promise.all(named.split(' ').map(ask)).then(
      (users) => isAsked && setFound(users.flat()),
      // Then nothing is offered: the message was sent all the same.
      () => undefined,
    )
    return () => {
      isAsked = false
    }
  }, [members, named])

  const key = (person: string) => `${place} ${seq} ${person}`
  const outside = found.filter(({ person }) => {
    const stay = stays?.[person]
    return (stay === undefined || stay.until !== null) && !isSettled(key(person))
  })
  const done = (person: string) => {
    settle(key(person))
    // The button that has the focus goes away.
    acting.focusMessage(seq)
    setTurn((turn) => turn + 1)
  }
  const add = async ({ person, card }: User) => {
    try {
      await members.add({ room: room.id, person })
      acting.say(t('{name} is in this room now', { name: card.name }))
      done(person)
    } catch (failure) {
      acting.say(failure instanceof Error ? failure.message : t('Not added'))
    }
  }
  return outside.map((user) => (
    <p key={user.person} className="flex flex-wrap items-center gap-x-3 pt-1 text-sm text-soft">
      <span>
        {phrase('{name} is not in this room and was not notified.', {
          name: <bdi className="font-medium">{user.card.name}</bdi>,
        })}
      </span>
      {mayAdd && (
        <TextButton onClick={() => void add(user)}>
          {phrase('Add<rest> {name} to this room</rest>', { name: user.card.name }, HEARD)}
        </TextButton>
      )}
      <TextButton onClick={() => done(user.person)}>
        {phrase('Ignore<rest> that {name} is not in this room</rest>', { name: user.card.name }, HEARD)}
      </TextButton>
    </p>
  ))
}

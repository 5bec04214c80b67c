import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { GroupMention } from '../../protocol.gen'
import { roomOf, openMemberships } from '../../sync/state'
import { useClientState } from '../session/context'
import { signsIn, useNamed, type Sign } from './named'

/** A text whose signs lead somewhere: mentions to people, `#lobby` to a room that one is in. The rest is as it was. */
export function withSigns(text: string, shown: (text: string) => ReactNode): ReactNode {
  const signs = signsIn(text)
  if (signs.length === 0) return shown(text)
  const parts: ReactNode[] = []
  let upto = 0
  for (const sign of signs) {
    parts.push(shown(text.slice(upto, sign.at)))
    parts.push(sign.slug ? <RoomSign key={sign.at} sign={sign} /> : <PersonSign key={sign.at} sign={sign} />)
    upto = sign.at + sign.text.length
  }
  parts.push(shown(text.slice(upto)))
  return parts
}

function PersonSign({ sign: { text, handle } }: { sign: Sign }) {
  const { people, groups, wide, path } = useNamed()
  const person = Object.hasOwn(people, handle) ? people[handle] : undefined
  const card = useClientState(({ sync }) => (person === undefined ? undefined : sync.people[person]))
  const isMe = useClientState(({ sync }) => person !== undefined && sync.me?.id === person)
  // Both words together call the whole room.
  if (wide && handle === wide) return <span className="mention mention-me">{text}</span>
  const group = Object.hasOwn(groups, handle) ? groups[handle] : undefined
  if (group) return <GroupSign text={text} group={group} path={path} />
  if (person === undefined) return text
  const look = isMe ? 'mention-me' : ''
  if (path === null || !card) return <span className={`mention ${look}`}>{text}</span>
  return (
    <Link href={`${path}/profile/${card.handle}`} title={card.name} className={`mention ${look}`}>
      {text}
    </Link>
  )
}

function GroupSign({ text, group, path }: { text: string; group: GroupMention; path: string | null }) {
  const isMe = useClientState(({ sync }) => group.people.some((person) => person === sync.me?.id))
  const look = isMe ? 'mention-me' : ''
  if (path === null) return <span className={`mention ${look}`}>{text}</span>
  return (
    <Link href={`${path}/group/${group.group}`} className={`mention ${look}`}>
      {text}
    </Link>
  )
}

function RoomSign({ sign: { text, slug } }: { sign: Sign }) {
  const isThere = useClientState(({ sync }) =>
    openMemberships(sync).some(({ room }) => roomOf(sync, room)?.info.slug === slug),
  )
  return isThere ? (
    <Link href={`/r/${slug}`} className="mention">
      {text}
    </Link>
  ) : (
    text
  )
}

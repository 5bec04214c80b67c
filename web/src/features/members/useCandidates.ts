import { useEffect, useMemo, useState } from 'react'
import type { Group, User } from '../../protocol.gen'
import { openMembers, roomOf, type RoomState } from '../../sync/state'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { isCalled } from './called'
import { candidateGroup, candidatesAmong, prefixIn, type Candidate } from './candidates'

/** Long enough that a word is one question, short enough that nobody waits for it. */
const PAUSE_MS = 150
const SHOWN = 30

interface Found {
  readonly candidates: readonly Candidate[]
  readonly searching: boolean
  /** More are called so than are shown. */
  readonly more: boolean
  readonly error: Error | null
}

/** As many groups as leave room for people. */
const GROUPS_SHOWN = 5

/**
 * People anywhere on this server who are called what somebody types, and after them groups. A guest finds people whom
 * they have met.
 */
export function useCandidates(room: RoomState, typed: string): Found {
  const client = useClient()
  const { members } = client
  const isGuest = useSignedIn().me.role === 'guest'
  const met = useClientState(({ sync }) => sync.people)
  // A dialog shows what its opener knew; people come and go meanwhile.
  const { members: stays } = useClientState(({ sync }) => roomOf(sync, room.info.id)) ?? room
  const [answer, setAnswer] = useState<{ prefix: string; users: readonly User[]; more: boolean } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const prefix = prefixIn(typed)

  useEffect(() => {
    if (isGuest) return
    let isAsked = true
    const ask = async () => {
      try {
        const page = await members.findPeople({ prefix, limit: SHOWN })
        if (!isAsked) return
        setAnswer({ prefix, ...page })
        setError(null)
      } catch (failure) {
        if (isAsked) setError(failure as Error)
      }
    }
    const timer = setTimeout(() => void ask(), prefix === '' ? 0 : PAUSE_MS)
    return () => {
      isAsked = false
      clearTimeout(timer)
    }
  }, [members, prefix, isGuest])

  const [groups, setGroups] = useState<readonly Group[]>([])
  useEffect(() => {
    if (isGuest) return
    let isAsked = true
    const ask = async () => (await client.grouping()).all()
    // Without groups, people can be added all the same.
    ask().then(
      (all) => isAsked && setGroups(all.filter((group) => group.members > 0)),
      () => undefined,
    )
    return () => {
      isAsked = false
    }
  }, [client, isGuest])

  const candidates = useMemo(() => {
    const known = () => Object.entries(met).map(([person, card]) => ({ person, card }))
    const users = isGuest ? known().filter(({ card }) => isCalled(card, prefix)) : (answer?.users ?? [])
    const called = groups.filter((group) => isCalled(group, prefix)).slice(0, GROUPS_SHOWN)
    return [...candidatesAmong(users, openMembers({ members: stays })), ...called.map(candidateGroup)]
  }, [isGuest, met, prefix, answer, stays, groups])
  const searching = !isGuest && answer?.prefix !== prefix && error === null
  return { candidates, searching, more: !isGuest && (answer?.more ?? false), error }
}

import { useCallback, useEffect, useState } from 'react'
import type { Room, RoomCounters } from '../../protocol.gen'
import { fold } from '../../ui/fold'
import { usePending } from '../../ui/usePending'
import { useSession } from '../session/context'

/** The public rooms, a page at a time. */
export function useDirectory() {
  const { api } = useSession()
  const [rooms, setRooms] = useState<readonly Room[]>([])
  const [counters, setCounters] = useState<Readonly<Record<string, RoomCounters>>>({})
  const [after, setAfter] = useState<string | null>(null)
  const [more, setMore] = useState(false)
  const [asked, setAsked] = useState(false)
  const { pending, error, run } = usePending<Error>()

  const load = useCallback(() => {
    setAsked(true)
    void run(async () => {
      const page = await api.call('room.list', after === null ? {} : { after })
      setRooms((known) => [...known, ...page.rooms.filter((room) => room.kind === 'public')])
      setCounters((known) => ({ ...known, ...page.counters }))
      setAfter(page.rooms.at(-1)?.id ?? after)
      setMore(page.more)
    })
  }, [api, after])
  useEffect(load, [])

  return { rooms, counters, more, loading: pending || !asked, error, load }
}

/** Whether every word of a search is in a room's name, topic or address, whatever its accents and capitals. */
export function matchesRoom(
  { name, topic, slug }: Pick<Room, 'name' | 'topic' | 'slug'>,
  query: string,
): boolean {
  const hay = fold(`${name} ${topic} ${slug ?? ''}`)
  return fold(query)
    .split(/\s+/)
    .every((word) => hay.includes(word))
}

import { useEffect, useState } from 'react'
import { readEmoji } from '../../sync/emojiList'
import { useClient, useClientState, useSession } from '../session/context'

/** Everybody hears of a change at once. They do not all ask at once. */
const SPREAD_MS = 2_000
const RETRY_MS = 15_000

/** Reads the list of emoji for a page that has missed a change of it. It shows nothing. */
export default function Behind() {
  const client = useClient()
  const { api } = useSession()
  const isFirst = useClientState(({ sync }) => sync.emoji.rev === 0)
  const latest = useClientState(({ sync }) => sync.emoji.latest)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    const pause = tries > 0 ? RETRY_MS : isFirst ? 0 : SPREAD_MS
    const read = () => void readEmoji(api, client.store).catch(() => setTries((before) => before + 1))
    const timer = setTimeout(read, pause * Math.random())
    return () => clearTimeout(timer)
  }, [api, client, isFirst, latest, tries])
  return null
}

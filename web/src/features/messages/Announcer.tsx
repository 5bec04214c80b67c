import { useEffect, useRef, useState } from 'react'
import type { Card } from '../../protocol.gen'
import type { Row } from './rows'

/** Tells a screen reader of each new message once, with its author. */
export function Announcer({
  rows,
  people,
  me,
}: {
  rows: readonly Row[]
  people: Readonly<Record<string, Card>>
  me: string
}) {
  const last = rows.at(-1)
  const seq = last?.kind === 'message' ? last.seq : null
  const before = useRef(seq)
  const [said, setSaid] = useState('')

  useEffect(() => {
    if (seq === null || seq <= (before.current ?? 0)) return
    before.current = seq
    if (last?.kind === 'message' && last.sender !== me)
      setSaid(`${people[last.sender]?.name ?? ''}: ${last.body}`)
  }, [seq])

  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}

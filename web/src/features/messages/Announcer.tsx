import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { Card } from '../../protocol.gen'
import { isBlocked } from '../../sync/state'
import { onDemand } from '../../ui/onDemand'
import { useClient } from '../session/context'
import { covered } from '../text/hidden'
import type { Row } from './rows'

const NoticeWords = onDemand(() => import('../notices/NoticeWords'))

/** Tells a screen reader of each new message once, with its author. What is deleted is not told any more, and what blocked people say never. */
export function Announcer({
  rows,
  people,
  me,
}: {
  rows: readonly Row[]
  people: Readonly<Record<string, Card>>
  me: string
}) {
  const { store } = useClient()
  const last = rows.at(-1)
  const seq = last?.kind === 'message' ? last.seq : null
  const before = useRef(seq)
  const [told, setTold] = useState<number | null>(null)

  useEffect(() => {
    if (seq === null || seq <= (before.current ?? 0)) return
    before.current = seq
    if (last?.kind === 'message' && last.sender !== me && !isBlocked(store.getState().sync, last.sender))
      setTold(seq)
  }, [seq])

  return (
    <div aria-live="polite" className="sr-only">
      {told !== null && wordsOf(rows, told, people)}
    </div>
  )
}

function wordsOf(rows: readonly Row[], seq: number, people: Readonly<Record<string, Card>>): ReactNode {
  const row = rows.findLast((row) => row.kind === 'message' && row.seq === seq)
  if (row?.kind !== 'message' || row.erased) return ''
  if (row.notice === null) return `${people[row.sender]?.name ?? ''}: ${covered(row.body)}`
  return <NoticeWords notice={row.notice} path={null} body={row.body} />
}

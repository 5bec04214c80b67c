import { lazy, Suspense } from 'react'
import type { Card } from '../../protocol.gen'
import { DayLine, NewsLine, type OnDay } from './Lines'
import { MessageItem, type MessageProps } from './MessageItem'

const NoticeLine = lazy(() => import('../notices/NoticeLine'))

interface Props extends MessageProps {
  author: Card | undefined
  /** Where one can go to another day. */
  onDay?: OnDay
}

/** A message, and what stands before it. */
export function TimelineRow({ onDay, ...message }: Props) {
  const { row } = message
  return (
    <div className={row.opensGroup && !row.opensDay ? 'pt-(--group-gap)' : ''}>
      {row.opensDay && <DayLine at={row.at} onDay={onDay} />}
      {row.opensNews && <NewsLine />}
      {row.notice ? (
        // As high as what comes.
        <Suspense fallback={<div className="h-7" aria-busy="true" />}>
          <NoticeLine {...message} notice={row.notice} />
        </Suspense>
      ) : (
        <MessageItem {...message} />
      )}
    </div>
  )
}

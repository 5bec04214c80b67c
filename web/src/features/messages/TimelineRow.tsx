import type { Card } from '../../protocol.gen'
import { DayLine, NewsLine, type OnDay } from './Lines'
import { MessageItem, type MessageProps } from './MessageItem'

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
      <MessageItem {...message} />
    </div>
  )
}

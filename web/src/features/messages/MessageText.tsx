import { Suspense, useMemo, type ReactNode } from 'react'
import { useRegistry } from '../registry/context'
import type { Acting, ShownMessage } from '../registry/feature'
import { NamedContext } from '../text/named'
import { Text } from '../text/Text'
import type { MessageRow } from './rows'

interface Props {
  /** Null for what is on its way: nothing can be done with it yet. */
  message: ShownMessage | null
  acting: Acting
  row: MessageRow
  /** The room's. */
  path: string
  isWaiting: boolean
}

/** A message's text, and around it what features make of it. */
export function MessageText({ message, acting, row, path, isWaiting }: Props) {
  const { aroundMessages } = useRegistry()
  const { body, mentions, groups, wide, editedAt } = row
  const named = useMemo(() => ({ people: mentions, groups, wide, path }), [mentions, groups, wide, path])
  const look = `${editedAt !== null ? 'text-edited' : ''} ${isWaiting ? 'text-soft' : ''}`
  return aroundMessages.reduce<ReactNode>(
    (inner, { id, View }) => (
      <View key={id} message={message} acting={acting}>
        {inner}
      </View>
    ),
    <NamedContext value={named}>
      <Text body={body} className={look} />
    </NamedContext>,
  )
}

export function BelowMessage({ message, acting }: { message: ShownMessage; acting: Acting }) {
  const { belowMessages } = useRegistry()
  return (
    <Suspense>
      {belowMessages.map(({ id, View }) => (
        <View key={id} message={message} acting={acting} />
      ))}
    </Suspense>
  )
}

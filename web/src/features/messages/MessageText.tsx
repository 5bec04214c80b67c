import { Suspense, type ReactNode } from 'react'
import { useRegistry } from '../registry/context'
import type { Acting, ShownMessage } from '../registry/feature'
import { Text } from '../text/Text'

interface Props {
  /** Null for what is on its way: nothing can be done with it yet. */
  message: ShownMessage | null
  acting: Acting
  body: string
  isEdited: boolean
  isWaiting: boolean
}

/** A message's text, and around it what features make of it. */
export function MessageText({ message, acting, body, isEdited, isWaiting }: Props) {
  const { aroundMessages } = useRegistry()
  const look = `${isEdited ? 'text-edited' : ''} ${isWaiting ? 'text-soft' : ''}`
  return aroundMessages.reduce<ReactNode>(
    (inner, { id, View }) => (
      <View key={id} message={message} acting={acting}>
        {inner}
      </View>
    ),
    <Text body={body} className={look} />,
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

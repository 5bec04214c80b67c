import type { ComponentProps } from 'react'
import { Avatar } from '../people/Avatar'
import { useClientState } from '../session/context'
import { PresenceDot } from './PresenceDot'

/** An avatar with a sign of whether its person is there. For ears, the name beside it has to say so. */
export function PresentAvatar(props: ComponentProps<typeof Avatar>) {
  const state = useClientState(({ presences }) => presences[props.id]?.state)
  const isHere = state === 'online' || state === 'away'
  return (
    <span className="relative block size-fit shrink-0">
      <Avatar {...props} notched={isHere} />
      {isHere && <PresenceDot state={state} />}
    </span>
  )
}

import type { ComponentProps } from 'react'
import { t } from '../../language/t'
import { Avatar } from '../people/Avatar'
import { useClientState } from '../session/context'
import { PresenceDot } from './PresenceDot'

const WORDS = { online: t('Online'), away: t('Away') }

/**
 * An avatar with a sign of whether its person is there. For ears it is said once, in the list of members: beside every
 * message it would be noise.
 */
export function PresentAvatar(props: ComponentProps<typeof Avatar>) {
  const state = useClientState(({ presences }) => presences[props.id]?.state)
  const isHere = state === 'online' || state === 'away'
  return (
    <span className="relative block size-fit shrink-0" title={isHere ? WORDS[state] : undefined}>
      <Avatar {...props} notched={isHere} />
      {isHere && <PresenceDot state={state} />}
    </span>
  )
}

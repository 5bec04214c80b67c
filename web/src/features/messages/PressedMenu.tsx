import type { RefObject } from 'react'
import { t } from '../../language/t'
import { Menu } from '../../ui/Menu'
import { useRegistry } from '../registry/context'
import type { MessageProps } from '../registry/feature'
import { offeredActions } from '../registry/registry'
import { ActionItems } from './ActionItems'

interface Props extends MessageProps {
  article: RefObject<HTMLElement | null>
  onLeave: () => void
}

/** All that can be done with a message, for a finger that rested on it. */
export function PressedMenu({ message, acting, article, onLeave }: Props) {
  const actions = offeredActions(useRegistry(), message, acting)
  const close = () => {
    onLeave()
    article.current?.focus({ preventScroll: true })
  }
  return (
    <Menu label={t('Message actions')} opener={article} onClose={close} onLeave={onLeave}>
      <ActionItems actions={actions} message={message} acting={acting} close={close} />
    </Menu>
  )
}

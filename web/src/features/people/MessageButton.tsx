import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { roomPath } from '../rooms/listed'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'

/** Opens the conversation with somebody; with oneself it holds notes. */
export function MessageButton({ person, isMe }: { person: string; isMe: boolean }) {
  const client = useClient()
  const [, go] = useLocation()
  const { pending, error, run } = usePending<Error>()
  const open = () =>
    run(async () => {
      go(roomPath(await client.openDirect(isMe ? [] : [person])))
    })
  return (
    <div className="flex flex-col items-start gap-2">
      <Button look="primary" busy={pending} onClick={() => void open()}>
        <Icon name="send" size={16} />
        {isMe ? t('Write a note to yourself') : t('Message // a verb, on a button')}
      </Button>
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

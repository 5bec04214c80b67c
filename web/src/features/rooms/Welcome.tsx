import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { useShell } from '../registry/context'
import { useSignedIn } from '../session/context'
import { CreateRoomDialog } from './dialogs'

/** In the place of a room, for people who are in none. Few ever see it, so it is loaded by itself. */
export default function Welcome() {
  const { me } = useSignedIn()
  const shell = useShell()
  return (
    <Notice title={t('Welcome, {name}', { name: me.name })}>
      <p>{t('Everything here happens in rooms. Make the first one, or join one that is there.')}</p>
      <div className="flex gap-2">
        <Button look="primary" onClick={() => shell.show((close) => <CreateRoomDialog onClose={close} />)}>
          {t('Create a room')}
        </Button>
        <Button onClick={() => shell.go('/browse')}>{t('Browse rooms')}</Button>
      </div>
    </Notice>
  )
}

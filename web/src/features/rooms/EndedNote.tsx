import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { copyAndSay } from '../../ui/copy'
import { Button } from '../../ui/Button'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'

/** What became of a room that somebody was in until now, and of what they were writing there. */
export function EndedNote({ room }: { room: Room }) {
  const shell = useShell()
  const draft = useClientState(({ drafts }) => drafts[room.id]) ?? ''
  const copy = () => copyAndSay(draft, t('Copied'), shell.say)
  return (
    <>
      <p>
        {room.deleted_at
          ? t('It was deleted, with everything that was said in it.')
          : t('You are not in this room any more, and nothing new from it reaches you.')}
      </p>
      {draft && (
        <div className="flex flex-col items-center gap-2">
          <p>{t('What you were writing here is kept in this browser.')}</p>
          <Button onClick={() => void copy()}>{t('Copy what you wrote')}</Button>
        </div>
      )}
    </>
  )
}

import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import { statusNow } from '../people/status'
import { useMinute } from '../presence/useMinute'
import { useShell } from '../registry/context'
import { useSignedIn } from '../session/context'
import StatusDialog from './StatusDialog'
import { untilWords } from './spans'

/** One's status as others see it, and the way to another one. */
export function StatusSection() {
  const { me } = useSignedIn()
  const shell = useShell()
  const now = useMinute()
  const status = statusNow(me.status, now)
  return (
    <section aria-label={t('Status')} className="flex flex-wrap items-center gap-3 border-t border-line pt-6">
      <h2 className="w-full font-semibold">{t('Status')}</h2>
      <p className="min-w-0 flex-1 break-words text-soft">
        {status ? (
          <bdi>
            {status.emoji && <EmojiSign emoji={status.emoji} />} {status.text}
          </bdi>
        ) : (
          t('You have not set one.')
        )}
        {status?.until && (
          <span className="block text-sm text-faint">{untilWords(new Date(status.until), now)}</span>
        )}
      </p>
      <Button onClick={() => shell.show((close) => <StatusDialog onClose={close} />)}>
        {status ? t('Change status') : t('Set a status')}
      </Button>
    </section>
  )
}

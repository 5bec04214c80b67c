import { useState } from 'react'
import { t } from '../../language/t'
import type { OwnSession } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { TextButton } from '../../ui/TextButton'
import { useShell } from '../registry/context'
import { useSession } from '../session/context'
import { EndSessionsDialog } from './EndSessionsDialog'
import { Done, Section } from './Section'
import type { useOwnSessions } from './useOwnSessions'
import { sessionName, endedWords, lastUsedWords } from './words'

export function SessionsSection({ sessions, error, look }: ReturnType<typeof useOwnSessions>) {
  const { api } = useSession()
  const shell = useShell()
  const [done, setDone] = useState('')
  const others = sessions?.filter(({ is_current }) => !is_current) ?? []

  const endOne = (session: OwnSession) =>
    shell.show((close) => (
      <EndSessionsDialog
        title={t('Sign out this session?')}
        about={t('{device} is signed out at once. Drafts there are kept.', {
          device: sessionName(session.device),
        })}
        end={async () => {
          await api.call('session.revoke', { session: session.id })
          setDone(t('{device} was signed out.', { device: sessionName(session.device) }))
          look()
        }}
        onClose={close}
      />
    ))
  const endOthers = () =>
    shell.show((close) => (
      <EndSessionsDialog
        title={t('Sign out all others?')}
        about={t('You stay signed in here, and are signed out everywhere else at once.')}
        end={async () => {
          setDone(endedWords((await api.call('session.revoke_others', {})).sessions))
          look()
        }}
        onClose={close}
      />
    ))

  return (
    <Section title={t('Where you are signed in')}>
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error.message} <TextButton onClick={look}>{t('Try again')}</TextButton>
        </p>
      )}
      {!sessions && !error && <Skeleton label={t('Loading')} />}
      {sessions && (
        <ul className="flex flex-col divide-y divide-line">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => endOne(session)} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <div>
          <Button look="danger" onClick={endOthers}>
            {t('Sign out all others')}
          </Button>
        </div>
      )}
      <Done>{done}</Done>
    </Section>
  )
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const used = lastUsedWords(new Date(session.used_at), new Date())
  const name = sessionName(session.device)
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {name}
          {session.is_current && (
            <span className="ms-2 rounded-full bg-chosen px-2 py-0.5 text-xs font-medium text-ink">
              {t('This one // session')}
            </span>
          )}
        </p>
        <p className="text-sm break-words text-faint">
          {session.address && <bdi dir="ltr">{session.address}</bdi>}
          {session.address && ' · '}
          {used}
        </p>
      </div>
      {!session.is_current && (
        <Button aria-label={t('Sign out {device}', { device: name })} onClick={onEnd}>
          {t('Sign out')}
        </Button>
      )}
    </li>
  )
}

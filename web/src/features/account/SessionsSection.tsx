import { useState } from 'react'
import type { OwnSession } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { TextButton } from '../../ui/TextButton'
import { useShell } from '../registry/context'
import { useSession } from '../session/context'
import { EndSessionsDialog } from './EndSessionsDialog'
import { Done, Section } from './Section'
import type { useOwnSessions } from './useOwnSessions'
import { endedWords, lastUsedWords } from './words'

export function SessionsSection({ sessions, error, look }: ReturnType<typeof useOwnSessions>) {
  const { api } = useSession()
  const shell = useShell()
  const [done, setDone] = useState('')
  const others = sessions?.filter(({ is_current }) => !is_current) ?? []

  const endOne = (session: OwnSession) =>
    shell.show((close) => (
      <EndSessionsDialog
        title="Sign out this session?"
        about={`${deviceOf(session)} is signed out at once. Drafts there are kept.`}
        end={async () => {
          await api.call('session.revoke', { session: session.id })
          setDone(`${deviceOf(session)} was signed out.`)
          look()
        }}
        onClose={close}
      />
    ))
  const endOthers = () =>
    shell.show((close) => (
      <EndSessionsDialog
        title="Sign out all others?"
        about="You stay signed in here, and are signed out everywhere else at once."
        end={async () => {
          setDone(endedWords((await api.call('session.revoke_others', {})).sessions))
          look()
        }}
        onClose={close}
      />
    ))

  return (
    <Section title="Where you are signed in">
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error.message} <TextButton onClick={look}>Try again</TextButton>
        </p>
      )}
      {!sessions && !error && <Skeleton label="Loading" />}
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
            Sign out all others
          </Button>
        </div>
      )}
      <Done>{done}</Done>
    </Section>
  )
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const used = lastUsedWords(new Date(session.used_at), new Date())
  const name = deviceOf(session)
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {name}
          {session.is_current && (
            <span className="ms-2 rounded-full bg-chosen px-2 py-0.5 text-xs font-medium text-ink">
              This one
            </span>
          )}
        </p>
        <p className="text-sm break-words text-faint">
          {[session.address, used].filter(Boolean).join(' · ')}
        </p>
      </div>
      {!session.is_current && (
        <Button aria-label={`Sign out ${name}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  )
}

function deviceOf({ device }: OwnSession): string {
  return device || 'An unknown device'
}

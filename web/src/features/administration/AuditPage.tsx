import { useState } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { AuditEntry, Card } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { AuditFilters } from './AuditFilters'
import { actionWords, detailWords, EVERYTHING, type AuditFilter } from './audit'
import { exported, useAudit } from './useAudit'

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })

/** Who did what about people, rooms and the server. Nobody can change it, so there is nothing to do but to look. */
export default function AuditPage() {
  const { api } = useSession()
  const shell = useShell()
  const [filter, setFilter] = useState<AuditFilter>(EVERYTHING)
  const { page, error, read } = useAudit(filter)
  const [done, setDone] = useState('')
  const saving = usePending<Error>()
  const last = page?.entries.at(-1)

  const save = () =>
    saving.run(async () => {
      const entries = await exported(api, filter)
      setDone(t('{count, plural, one {One line saved.} other {# lines saved.}}', { count: entries }))
      shell.say(t('Saved as audit.jsonl.'))
    })
  return (
    <div className="flex flex-col gap-6">
      <AuditFilters filter={filter} onChange={setFilter} />
      {error && <FormError>{error.message}</FormError>}
      {!page && !error && <Skeleton label={t('Loading the audit record')} lines={6} />}
      {page?.entries.length === 0 && <p className="text-soft">{t('Nothing of that kind was done.')}</p>}
      <ol className="flex flex-col divide-y divide-line empty:hidden">
        {page?.entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} people={page.people} />
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {page?.more && last && <Button onClick={() => void read(last.id)}>{t('Show more')}</Button>}
        {page && page.entries.length > 0 && (
          <Button busy={saving.pending} onClick={() => void save()}>
            {saving.pending ? t('Reading all…') : t('Export as JSON lines')}
          </Button>
        )}
      </div>
      {saving.error && <FormError>{saving.error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}

function EntryRow({ entry, people }: { entry: AuditEntry; people: Readonly<Record<string, Card>> }) {
  const { at, action, by, person, address, details } = entry
  const about = person !== null && person !== by ? nameOf(person, people) : null
  const more = detailWords(details)
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{actionWords(action)}</span>
        {about !== null && <bdi className="min-w-0 break-words">{about}</bdi>}
      </p>
      <p className="flex flex-wrap gap-x-3 text-sm text-soft">
        <time dateTime={at}>{moment.format(new Date(at))}</time>
        <bdi>{by === null ? byNobody(action) : nameOf(by, people)}</bdi>
        {address !== null && <bdi>{address}</bdi>}
      </p>
      {more !== '' && <p className="text-sm break-words text-faint">{more}</p>}
    </li>
  )
}

function nameOf(id: string, people: Readonly<Record<string, Card>>): string {
  const card = people[id]
  return card ? `${card.name} (@${card.handle})` : t('Somebody ({id})', { id })
}

function byNobody(action: string): string {
  return action.startsWith('cli.') ? t('From the command line') : t('Not signed in')
}

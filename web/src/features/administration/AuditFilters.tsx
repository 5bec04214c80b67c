import { useId, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { useSession } from '../session/context'
import { dayAfter, dayBegins, KINDS, type AuditFilter } from './audit'

interface Props {
  filter: AuditFilter
  onChange: (filter: AuditFilter) => void
}

/** By person, by action and by time. */
export function AuditFilters({ filter, onChange }: Props) {
  const { api } = useSession()
  const what = useId()
  const [handle, setHandle] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const { pending, error, run } = usePending<Error>()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const about = await personWith(handle.trim().replace(/^@/, '').toLowerCase())
      onChange({ ...filter, about, since: dayBegins(from), until: dayAfter(to) })
    })
  }
  const personWith = async (wanted: string): Promise<string | null> => {
    if (wanted === '') return null
    for (const deactivated of [false, true]) {
      const { users } = await api.call('user.list', { prefix: wanted, deactivated, limit: 50 })
      const found = users.find(({ card }) => card.handle === wanted)
      if (found) return found.person
    }
    throw new Refusal({
      code: 'not_found',
      message: t('Nobody has the handle {handle}.', { handle: wanted }),
      retryable: false,
    })
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={what} className="text-sm font-medium">
          {t('What // what was done')}
        </label>
        <select
          id={what}
          value={filter.action}
          onChange={(event) => onChange({ ...filter, action: event.currentTarget.value })}
          className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-2 text-base touch:text-[16px]"
        >
          {KINDS.map(([prefix, words]) => (
            <option key={prefix} value={prefix}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={t('Person')}
        name="about"
        placeholder={t('@handle')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={error?.message}
        value={handle}
        onChange={(event) => setHandle(event.currentTarget.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('From // a day')}
          name="from"
          type="date"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Field
          label={t('To // a day')}
          name="to"
          type="date"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button type="submit" busy={pending}>
          {t('Look // a verb, on a button')}
        </Button>
      </div>
    </form>
  )
}

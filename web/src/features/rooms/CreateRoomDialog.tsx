import { useRef, useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { KeepingField } from './KeepingField'
import { SLUG_PATTERN, suggestSlug } from './slug'
import { roomPath } from './listed'

const KINDS = [
  { value: 'public', title: t('Public // a room'), says: t('Anybody here can find and join it.') },
  {
    value: 'private',
    title: t('Private // a room'),
    says: t('Only its members see it. Administrators learn what it is called.'),
  },
] as const

const HISTORIES = [
  { value: 'all', title: t('Everything'), says: t('New members can read it from the start.') },
  { value: 'since_join', title: t('From then on'), says: t('Nobody reads what was said before they came.') },
] as const

export default function CreateRoomDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Exclude<Room['kind'], 'direct'>>('public')
  const [history, setHistory] = useState<Room['history']>('all')
  const [keepDays, setKeepDays] = useState(0)
  const [typedSlug, setTypedSlug] = useState<string | null>(null)
  const clientId = useRef(newClientId())
  const { pending, error, run } = usePending<Error>()
  const slug = typedSlug ?? suggestSlug(name)
  const taken = error instanceof Refusal && error.code === 'conflict'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const place = kind === 'public' ? { kind, slug } : { kind }
      try {
        // In a public room people come and go all the time.
        const notices = kind === 'private'
        const command = { name: name.trim(), history, keep_days: keepDays, notices, ...place }
        const room = await client.createRoom(command, clientId.current)
        onClose()
        go(roomPath(room))
      } catch (failure) {
        // Refused words will be others the next time. Without an answer, the same ones ask for the first one's.
        if (failure instanceof Refusal) clientId.current = newClientId()
        throw failure
      }
    })
  }

  return (
    <Dialog title={t('Create a room')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('Name')}
          autoFocus
          required
          maxLength={80}
          placeholder={t('What is it about?')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Choice legend={t('Who can see it')} options={KINDS} chosen={kind} onChoose={setKind} />
        {kind === 'public' && (
          <Field
            label={t('Address')}
            required
            minLength={2}
            maxLength={60}
            pattern={SLUG_PATTERN}
            autoCapitalize="none"
            spellCheck={false}
            hint={`${slug && `${window.location.host}/r/${slug} · `}${t('It stays the same for ever.')}`}
            error={taken ? t('That address is or was another room’s. Choose a different one.') : null}
            value={slug}
            onChange={(event) => setTypedSlug(event.currentTarget.value.toLowerCase())}
          />
        )}
        <Choice
          legend={t('What newcomers can read')}
          options={HISTORIES}
          chosen={history}
          onChoose={setHistory}
        />
        <KeepingField days={keepDays} onChoose={setKeepDays} />
        {error && !taken && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending}>
            {t('Create room')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface ChoiceProps<T extends string> {
  legend: string
  options: readonly { readonly value: T; readonly title: string; readonly says: string }[]
  chosen: T
  onChoose: (value: T) => void
}

function Choice<T extends string>({ legend, options, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {options.map(({ value, title, says }) => (
        <label
          key={value}
          className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-tint"
        >
          <input
            type="radio"
            name={legend}
            className="mt-1 accent-accent"
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span className="text-sm">
            <span className="block font-semibold">{title}</span>
            <span className="text-soft">{says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

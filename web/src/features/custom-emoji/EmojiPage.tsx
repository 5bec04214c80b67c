import { useCallback, useEffect, useState } from 'react'
import { locale } from '../../language/languages'
import { numberWords, t } from '../../language/t'
import type { CustomEmoji as Emoji, EmojiList } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Skeleton } from '../../ui/Skeleton'
import { Section } from '../account/Section'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useClientState, useSession } from '../session/context'
import { AddForm } from './AddForm'
import { CustomEmoji } from './CustomEmoji'

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** Adding and removing emoji. For the server's owner and administrators. */
export default function EmojiPage() {
  const { api } = useSession()
  const [list, setList] = useState<EmojiList | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const rev = useClientState(({ sync }) => sync.emoji.rev)
  const read = useCallback(async () => {
    try {
      setList(await api.call('emoji.list', {}))
      setError(null)
    } catch (failure) {
      setError(failure as Error)
    }
  }, [api])
  // Others may add some meanwhile.
  useEffect(() => void read(), [read, rev])
  return (
    <div className="flex flex-col gap-8">
      <AddForm onAdded={() => void read()} />
      <Section title={t('Emoji of this server')}>
        {error && <FormError>{error.message}</FormError>}
        {!list && !error && <Skeleton label={t('Loading')} lines={4} />}
        {list && <Emojis list={list} onRemoved={() => void read()} />}
      </Section>
    </div>
  )
}

function Emojis({ list, onRemoved }: { list: EmojiList; onRemoved: () => void }) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase().replaceAll(':', '')
  const found = list.emoji.filter(({ name }) => name.includes(wanted))
  if (list.emoji.length === 0) return <p className="text-soft">{t('None yet. // emoji of this server')}</p>
  return (
    <>
      <Field
        label={t('Find by name')}
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <p role="status" className={found.length === 0 ? 'text-soft' : 'sr-only'}>
        {found.length === 0
          ? t('No emoji is called that.')
          : t('{count} found // emoji', { count: numberWords(found.length) })}
      </p>
      <ul aria-label={t('Emoji')} className="flex flex-col divide-y divide-line">
        {found.map((emoji) => (
          <Row
            key={emoji.name}
            emoji={emoji}
            by={list.people[emoji.added_by ?? '']?.name}
            onRemoved={onRemoved}
          />
        ))}
      </ul>
    </>
  )
}

function Row({ emoji, by, onRemoved }: { emoji: Emoji; by: string | undefined; onRemoved: () => void }) {
  const { api } = useSession()
  const shell = useShell()
  const { name, picture, added_at: at } = emoji
  const ask = () =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Remove {name}?', { name: `:${name}:` })}
        action={t('Remove')}
        onClose={close}
        act={async () => {
          await api.call('emoji.remove', { name })
          onRemoved()
        }}
      >
        {t('Messages and reactions with it stay, and show its name instead.')}
      </ConfirmDialog>
    ))
  return (
    <li className="flex items-center gap-3 py-2">
      <span className="flex size-10 shrink-0 items-center justify-center text-2xl" aria-hidden="true">
        <CustomEmoji name={name} picture={picture} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          <bdi>:{name}:</bdi>
        </p>
        {by && at && (
          <p className="truncate text-sm text-faint">
            {t('{name}, {date} // who added it, and when', { name: by, date: day.format(new Date(at)) })}
          </p>
        )}
      </div>
      <Button look="plain" aria-label={t('Remove {name}', { name: `:${name}:` })} onClick={ask}>
        {t('Remove')}
      </Button>
    </li>
  )
}

import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { Card } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { Avatar } from './Avatar'

interface Page {
  readonly people: readonly string[]
  readonly more: boolean
  readonly cards: Readonly<Record<string, Card>>
}

interface Props {
  label: string
  /** The page behind this person; the first one if there is none. */
  load: (after: string | null) => Promise<Page>
}

interface Person {
  readonly id: string
  readonly name: string
}

/** People by name, a page at a time. */
export function PagedPeople({ label, load }: Props) {
  const [people, setPeople] = useState<readonly Person[]>([])
  const [more, setMore] = useState(true)
  const { pending, error, run } = usePending<Error>()
  const loadNext = () =>
    run(async () => {
      const page = await load(people.at(-1)?.id ?? null)
      const found = page.people.map((id) => ({ id, name: page.cards[id]?.name ?? '…' }))
      setPeople((known) => [...known, ...found])
      setMore(page.more)
    })
  useEffect(() => void loadNext(), [])

  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2" aria-label={label}>
        {people.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-3">
            <Avatar id={id} name={name} />
            <bdi className="min-w-0 truncate">{name}</bdi>
          </li>
        ))}
      </ul>
      {error && <FormError>{error.message}</FormError>}
      {more && (
        <Button busy={pending} onClick={() => void loadNext()}>
          {error ? t('Try again') : people.length === 0 ? t('Loading…') : t('Show more')}
        </Button>
      )}
    </div>
  )
}

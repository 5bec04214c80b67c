import { useState } from 'react'
import { t } from '../../language/t'
import type { User } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { Skeleton } from '../../ui/Skeleton'
import { Done, Section } from '../account/Section'
import { Avatar } from '../people/Avatar'
import { PeopleSearch } from '../people/PeopleSearch'
import { FormError } from '../session/FormError'
import { useSignedIn } from '../session/context'
import { PersonMenu } from './PersonMenu'
import { ROLE_WORDS } from './offers'
import { usePeople } from './usePeople'

const SHOWN = ['active', 'deactivated'] as const
const SHOWN_WORDS = { active: t('Active'), deactivated: t('Deactivated') } as const

/** Everybody with an account, and what can be done about each. */
export function PeopleSection() {
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('active')
  const [done, setDone] = useState('')
  const { page, error, read, replace } = usePeople(typed, shown === 'deactivated')
  const last = page?.users.at(-1)
  const change = (user: User, words: string) => {
    replace(user)
    setDone(words)
  }
  return (
    <Section title={t('People')}>
      <PeopleSearch type="search" typed={typed} onType={setTyped} />
      <Choice legend={t('Accounts')} options={SHOWN} words={SHOWN_WORDS} chosen={shown} onChoose={setShown} />
      {!page && !error && <Skeleton label={t('Loading people')} lines={4} />}
      {page?.users.length === 0 && <p className="text-soft">{emptyWords(typed, shown)}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {page?.users.map((user) => (
          <PersonRow key={user.person} user={user} onChanged={change} />
        ))}
      </ul>
      {page?.more && last && <Button onClick={() => void read(last.card.handle)}>{t('Show more')}</Button>}
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </Section>
  )
}

function PersonRow({ user, onChanged }: { user: User; onChanged: (user: User, words: string) => void }) {
  const { me } = useSignedIn()
  const { person, card, role, deactivated_at } = user
  return (
    <li className="flex items-center gap-3 py-2">
      <Avatar id={person} name={card.name} picture={card.avatar} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-medium text-as-around" dir="auto">
          {card.name}
          {person === me.id && <span className="font-normal text-faint"> {t('(you)')}</span>}
        </p>
        <p className="truncate text-sm text-faint">
          <bdi>@{card.handle}</bdi>
        </p>
      </div>
      <span className="shrink-0 text-sm text-soft">
        {deactivated_at === null ? ROLE_WORDS[role] : SHOWN_WORDS.deactivated}
      </span>
      <PersonMenu user={user} onChanged={onChanged} />
    </li>
  )
}

function emptyWords(typed: string, shown: (typeof SHOWN)[number]): string {
  if (typed.trim() !== '') return t('Nobody is called “{name}”.', { name: typed.trim() })
  return shown === 'deactivated' ? t('No account is deactivated.') : t('Nobody is here.')
}

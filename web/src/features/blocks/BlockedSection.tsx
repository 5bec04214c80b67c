import { t } from '../../language/t'
import { personLog } from '../../sync/logs'
import { rowsOf } from '../../sync/rows'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { Section } from '../account/Section'
import { Avatar } from '../people/Avatar'
import { FormError } from '../session/FormError'
import { useClientState, useSignedIn } from '../session/context'
import { useBlocking } from './useBlocking'

const NONE = {}

/** All the people one has blocked, whether or not they share a room. */
export function BlockedSection() {
  const { me } = useSignedIn()
  const { unblock } = useBlocking()
  const { error, run } = usePending<Error>()
  const people = useClientState(({ sync }) => sync.people)
  const rows = useClientState(({ sync }) => rowsOf(sync.logs[personLog(me.id)]?.rows ?? NONE, 'block'))
  const blocked = Object.values(rows).filter(({ until }) => until == null)
  return (
    <Section title={t('People you blocked')}>
      {blocked.length === 0 && (
        <p className="text-soft">
          {t('Nobody. You can block somebody in their profile, which you open from a list of members.')}
        </p>
      )}
      <ul className="flex flex-col divide-y divide-line empty:hidden">
        {blocked.map(({ person }) => {
          const name = people[person]?.name ?? t('Somebody')
          return (
            <li key={person} className="flex items-center gap-3 py-2">
              <Avatar id={person} name={name} />
              <span className="min-w-0 flex-1 truncate text-as-around" dir="auto">
                {name}
              </span>
              <Button
                aria-label={t('Unblock {name}', { name })}
                onClick={() => void run(() => unblock(person))}
              >
                {t('Unblock')}
              </Button>
            </li>
          )
        })}
      </ul>
      {error && <FormError>{error.message}</FormError>}
    </Section>
  )
}

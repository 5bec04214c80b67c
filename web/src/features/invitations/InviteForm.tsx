import { useEffect, useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { InvitationLink, Room } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Select } from '../../ui/Select'
import { usePending } from '../../ui/usePending'
import { roomIcon } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClientState, useSession, useSignedIn } from '../session/context'
import { invitableRooms, isAdministrator } from './rights'
import { LIVES, ROLE_WORDS, USES, usesWords, type InvitedRole } from './words'

interface Props {
  room: Room | null
  /** It takes the place of something that had the focus. */
  takesFocus: boolean
  onMade: (made: InvitationLink) => void
}

export function InviteForm({ room, takesFocus, onMade }: Props) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const sync = useClientState((state) => state.sync)
  const rooms = invitableRooms(sync, me)
  const only = rooms.length === 1 && !isAdministrator(me) ? rooms : []
  const [into, setInto] = useState<readonly string[]>((room ? [room] : only).map(({ id }) => id))
  const [uses, setUses] = useState<number>(10)
  const [hours, setHours] = useState<number>(24 * 7)
  const roles = rolesFor(me.role)
  const [role, setRole] = useState<InvitedRole>(roles[0] ?? 'member')
  const { pending, error, run } = usePending<Error>()
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input, select')?.focus()
  }, [takesFocus])
  const needsRoom = into.length === 0 && !isAdministrator(me)

  const toggle = (id: string) =>
    setInto(into.includes(id) ? into.filter((other) => other !== id) : [...into, id])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (needsRoom) return
    void run(async () =>
      onMade(
        await api.call('invite.create', { client_id: newClientId(), rooms: [...into], role, uses, hours }),
      ),
    )
  }

  return (
    <form ref={form} className="flex flex-col gap-4" onSubmit={submit}>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="pb-1.5 text-sm font-medium">{t('Rooms they come into')}</legend>
        {rooms.length > 0 && (
          <ul className="max-h-44 overflow-y-auto rounded-lg border border-line p-1">
            {rooms.map((each) => (
              <li key={each.id}>
                <label className="flex min-h-9 touch:min-h-11 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 accent-accent"
                    checked={into.includes(each.id)}
                    onChange={() => toggle(each.id)}
                  />
                  <span className="text-faint">
                    <Icon name={roomIcon(each)} size={16} />
                  </span>
                  <span className="min-w-0 truncate" dir="auto">
                    {each.name}
                  </span>
                </label>
              </li>
            ))}
          </ul>
        )}
        <p className="text-sm text-faint">
          {isAdministrator(me)
            ? t('Newcomers also come into the rooms that everybody new is put into.')
            : t('Choose those that the link leads into.')}
        </p>
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t('Works for')}
          value={uses}
          onChange={(event) => setUses(Number(event.currentTarget.value))}
        >
          {USES.map((count) => (
            <option key={count} value={count}>
              {usesWords(count)}
            </option>
          ))}
        </Select>
        <Select
          label={t('Works within')}
          value={hours}
          onChange={(event) => setHours(Number(event.currentTarget.value))}
        >
          {LIVES.map((life) => (
            <option key={life.hours} value={life.hours}>
              {life.words}
            </option>
          ))}
        </Select>
      </div>
      {roles.length > 1 && (
        <Select
          label={t('Newcomers become')}
          value={role}
          hint={t('Somebody who has an account keeps the role that they have.')}
          onChange={(event) => setRole(event.currentTarget.value as InvitedRole)}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {ROLE_WORDS[each]}
            </option>
          ))}
        </Select>
      )}
      {error && <FormError>{wording(error)}</FormError>}
      <div className="flex justify-end">
        <Button look="primary" type="submit" busy={pending} disabled={needsRoom}>
          <Icon name="link" size={16} />
          {t('Make a link')}
        </Button>
      </div>
    </form>
  )
}

/** Nobody invites people to more than they are, and only an owner makes administrators. */
function rolesFor(own: 'owner' | 'admin' | 'member' | 'guest'): readonly InvitedRole[] {
  if (own === 'guest') return ['guest']
  return own === 'owner' ? ['member', 'guest', 'admin'] : ['member', 'guest']
}

function wording(error: Error): string {
  return error instanceof Refusal ? error.message : t('The link was not made. {why}', { why: error.message })
}

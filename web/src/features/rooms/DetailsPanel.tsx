import { useRef, useState, type ReactNode } from 'react'
import { locale } from '../../language/languages'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { isOwner, openMembers } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { useArrival } from '../../ui/useArrival'
import { Avatar } from '../people/Avatar'
import { useShell } from '../registry/context'
import type { PanelProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { DangerSection } from './DangerSection'
import { editingLabel } from './editing'
import { keepingLabel } from './keeping'
import { useRoomName } from './names'
import { LeaveDialog } from './dialogs'
import { addingOf, postingOf, whoLabel } from './rights'
import { RoomSettingsForm } from './RoomSettingsForm'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
/** Faces that fit into a line. */
const FACES = 6

/** What a room is, who is in it, and the way out. Its owners change it here. */
export default function DetailsPanel({ room }: PanelProps) {
  const { info } = room
  const owns = useClientState(({ sync }) => isOwner(sync, info.id))
  const [editing, setEditing] = useState(false)
  // Nobody changes a room that is archived.
  const changes = owns && info.kind !== 'direct' && !info.archived_at
  const shell = useShell()
  return (
    <div className="flex flex-col gap-7 p-4">
      {editing && changes ? (
        <RoomSettingsForm room={info} onClose={() => setEditing(false)} />
      ) : (
        <About room={room} onEdit={changes ? () => setEditing(true) : null} />
      )}
      <Members room={room} onShow={() => shell.openPanel('members')} />
      {info.kind !== 'direct' && (
        <section aria-label={t('Leave // a room')}>
          <Button
            look="danger"
            onClick={() => shell.show((close) => <LeaveDialog room={room} onClose={close} />)}
          >
            <Icon name="leave" size={16} />
            {t('Leave room')}
          </Button>
        </section>
      )}
      {owns && info.kind !== 'direct' && <DangerSection room={info} />}
    </div>
  )
}

type RoomProps = Pick<PanelProps, 'room'>

function About({ room: { info }, onEdit }: RoomProps & { onEdit: (() => void) | null }) {
  const edit = useRef<HTMLButtonElement>(null)
  const name = useRoomName(info)
  const creator = useClientState(({ sync }) => sync.people[info.created_by]?.name)
  const created = date.format(new Date(info.created_at))
  // The form, which had the focus, has gone.
  useArrival(edit)
  return (
    <section aria-label={t('About // a room')} className="flex flex-col gap-4">
      <div>
        <h3 className="text-lg text-as-around font-semibold" dir="auto">
          {name}
        </h3>
        <p className="pt-1 text-as-around text-soft" dir="auto">
          {info.topic || (info.kind === 'direct' ? t('A direct conversation.') : t('No topic yet.'))}
        </p>
      </div>
      <dl className="flex flex-col gap-3 text-sm">
        <Fact name={t('Who can see it')}>
          {info.kind === 'public'
            ? t('Everybody on this server can find it.')
            : info.kind === 'direct'
              ? t('Only the people in it. Nobody else can be added.')
              : t('Only invited people can see it.')}
        </Fact>
        <Fact name={t('Address')}>
          <span className="break-all" dir="ltr">
            {window.location.host}/r/{info.slug ?? info.id}
          </span>
        </Fact>
        {info.kind !== 'direct' && <Fact name={t('Who can write')}>{whoLabel(postingOf(info))}</Fact>}
        {info.kind !== 'direct' && (
          <Fact name={t('Who can add people')}>
            {whoLabel(info.kind === 'public' ? 'members' : addingOf(info))}
          </Fact>
        )}
        <Fact name={t('New members can read')}>
          {info.history === 'all' ? t('Everything, from the start') : t('Messages sent after they join')}
        </Fact>
        <Fact name={t('Messages can be edited')}>{editingLabel(info.edit_minutes)}</Fact>
        <Fact name={t('Messages are kept')}>{keepingLabel(info.keep_days)}</Fact>
        <Fact name={t('Created // a room')}>
          {creator ? phrase('{date} by {name}', { date: created, name: <bdi>{creator}</bdi> }) : created}
        </Fact>
      </dl>
      {onEdit && (
        <Button ref={edit} className="self-start" onClick={onEdit}>
          <Icon name="pencil" size={15} />
          {t('Room settings')}
        </Button>
      )}
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Members({ room, onShow }: RoomProps & { onShow: () => void }) {
  const people = useClientState(({ sync }) => sync.people)
  const members = openMembers(room)
  if (!room.membersComplete) return null
  return (
    <section aria-label={t('People')} className="flex items-center gap-3">
      <span className="flex -space-x-1 rtl:space-x-reverse" aria-hidden="true">
        {members.slice(0, FACES).map(({ person }) => (
          <span key={person} className="rounded-md ring-2 ring-canvas">
            <Avatar id={person} name={people[person]?.name ?? '?'} size="sm" />
          </span>
        ))}
      </span>
      <Button look="plain" onClick={onShow}>
        {t('{count, plural, =1 {Only you} other {All # people}}', { count: members.length })}
        <span className="rtl:-scale-x-100">
          <Icon name="next" size={14} />
        </span>
      </Button>
    </section>
  )
}

import { useCallback, useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { Group } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { Done } from '../account/Section'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { GroupDialog } from './GroupDialog'
import { GroupMembersDialog } from './GroupMembersDialog'
import { membersWords } from './words'

/** As many as there can be. */
const MOST = 200

/** The groups of this server, for its owner and administrators. */
export default function GroupsPage() {
  const { api } = useSession()
  const shell = useShell()
  const [groups, setGroups] = useState<readonly Group[] | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const [done, setDone] = useState('')
  const look = useCallback(async () => {
    try {
      setGroups((await api.call('group.list', { limit: MOST })).groups)
      setError(null)
    } catch (failure) {
      setError(failure as Error)
    }
  }, [api])
  useEffect(() => void look(), [look])

  const openMembers = (group: Group) =>
    shell.show((close) => (
      <GroupMembersDialog
        group={group}
        onClose={() => {
          close()
          void look()
        }}
      />
    ))
  const openForm = (group: Group | null) =>
    shell.show((close) => (
      <GroupDialog
        group={group}
        onClose={close}
        onSaved={(saved) => {
          close()
          setDone(t('The group {name} was saved.', { name: saved.name }))
          void look()
          if (!group) openMembers(saved)
        }}
      />
    ))
  const askDelete = ({ id, name }: Group) =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Delete {name}?', { name })}
        action={t('Delete')}
        act={async () => {
          await api.call('group.delete', { group: id })
          setDone(t('The group {name} was deleted.', { name }))
          await look()
        }}
        onClose={close}
      >
        {t('Nobody can mention it or add it to rooms any more. Its members stay in their rooms.')}
      </ConfirmDialog>
    ))

  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">
        {t('A message that mentions a group notifies its members who are in the room.')}
      </p>
      <div>
        <Button look="primary" onClick={() => openForm(null)}>
          {t('Make a group')}
        </Button>
      </div>
      {!groups && !error && <Skeleton label={t('Loading groups')} lines={3} />}
      {groups?.length === 0 && <p className="text-soft">{t('No groups yet.')}</p>}
      {groups && groups.length > 0 && (
        <ul aria-label={t('Groups')} className="flex flex-col divide-y divide-line">
          {groups.map((group) => (
            <li key={group.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
              <div className="min-w-48 flex-1">
                <p className="font-medium break-words text-as-around" dir="auto">
                  {group.name}
                </p>
                <p className="text-sm break-words text-faint">
                  <bdi>@{group.handle}</bdi> · {membersWords(group.members)}
                </p>
                {group.description && (
                  <p className="text-sm break-words text-soft" dir="auto">
                    {group.description}
                  </p>
                )}
              </div>
              <div className="flex gap-2">
                <Button
                  aria-label={t('Members of {name}', { name: group.name })}
                  onClick={() => openMembers(group)}
                >
                  {t('Members')}
                </Button>
                <Button aria-label={t('Edit {name}', { name: group.name })} onClick={() => openForm(group)}>
                  {t('Edit')}
                </Button>
                <Button
                  aria-label={t('Delete {name}', { name: group.name })}
                  onClick={() => askDelete(group)}
                >
                  {t('Delete')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}

import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import type { PanelProps } from '../registry/feature'
import { FormError } from '../session/FormError'
import { MemberLine } from './MemberLine'
import { useMembers } from './useMembers'
import { membersWords } from './words'

/** Who is in a group that a message mentions, as of now. */
export default function GroupPanel({ argument }: PanelProps) {
  const { details, error, read } = useMembers(argument ?? '0', '')
  const last = details?.members.at(-1)
  return (
    <div className="flex flex-col gap-4 p-4">
      {!details && !error && <Skeleton label={t('Loading the group')} lines={4} />}
      {details && (
        <>
          <div>
            <p className="text-lg font-semibold break-words">
              <bdi>{details.group.name}</bdi>
            </p>
            <p className="break-words text-soft">
              <bdi>@{details.group.handle}</bdi>
              <span className="text-faint"> · {membersWords(details.group.members)}</span>
            </p>
          </div>
          {details.group.description && (
            <p className="text-sm break-words whitespace-pre-wrap text-soft" dir="auto">
              {details.group.description}
            </p>
          )}
          <ul aria-label={t('Members')} className="flex flex-col">
            {details.members.map((user) => (
              <MemberLine key={user.person} user={user} />
            ))}
          </ul>
        </>
      )}
      {details?.more && last && <Button onClick={() => void read(last.card.handle)}>{t('Show more')}</Button>}
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

import { t } from '../../language/t'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { useClient } from '../session/context'

interface Props {
  room: string
  root: number
  isFollowed: boolean
}

/** Whether what is new in a thread is shown in the list of threads. */
export function FollowButton({ room, root, isFollowed }: Props) {
  const client = useClient()
  const { pending, error, run } = usePending<Error>()
  const change = () =>
    run(async () => {
      const threads = await client.threads()
      await threads.follow(room, root, !isFollowed)
    })
  return (
    <span className="flex items-center gap-2">
      {error && (
        <span role="alert" className="text-danger">
          {error.message}
        </span>
      )}
      <TextButton aria-disabled={pending || undefined} onClick={() => void change()}>
        {isFollowed ? t('Unfollow') : t('Follow')}
      </TextButton>
    </span>
  )
}

import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/AuthPage'
import { useClient } from '../session/context'
import type { ErasableRow } from './acts'

interface Props {
  room: string
  row: ErasableRow
  author: string
  onErased: () => void
  onClose: () => void
}

/** Asks before a message is deleted, and shows which one. */
export function EraseDialog({ room, row, author, onErased, onClose }: Props) {
  const client = useClient()
  const { pending, error, run } = usePending<Error>()
  const erase = () =>
    run(async () => {
      await client.eraseMessage(room, row.seq)
      onErased()
    })
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <blockquote className="rounded-lg border border-line bg-sunken px-3 py-2">
          <bdi className="text-sm font-semibold">{author}</bdi>
          <p className="line-clamp-4 whitespace-pre-wrap wrap-anywhere" dir="auto">
            {row.body}
          </p>
        </blockquote>
        <p className="text-soft">
          Nobody will be able to read it any more. Everybody in the room will see that a message was deleted.
        </p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button autoFocus onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" busy={pending} onClick={() => void erase()}>
            {error ? 'Try again' : 'Delete message'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

import { Dialog } from '../../ui/Dialog'

interface Props {
  title: string
  why: string
  onClose: () => void
}

/** Why something was not done. */
export default function AttemptFailed({ title, why, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p role="alert">{why}</p>
    </Dialog>
  )
}

import { phrase } from '../../language/phrase'

interface Props {
  onCreate: () => void
  onBrowse: () => void
}

/** For those who are in no room: the two ways into one. Few people ever see it, so it is loaded by itself. */
export default function NoRooms({ onCreate, onBrowse }: Props) {
  return (
    <p className="px-2 py-1 text-sm text-soft">
      {phrase(
        'You are in no room yet. <create>Create one</create> or <browse>find one to join</browse>.',
        {},
        {
          create: (words) => (
            <button type="button" className={LINK} onClick={onCreate}>
              {words}
            </button>
          ),
          browse: (words) => (
            <button type="button" className={LINK} onClick={onBrowse}>
              {words}
            </button>
          ),
        },
      )}
    </p>
  )
}

const LINK = 'font-medium text-accent underline underline-offset-3'

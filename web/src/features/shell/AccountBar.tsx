import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button, IconButton } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import type { IconName } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { Avatar } from '../people/Avatar'
import { FormError } from '../session/AuthPage'
import { useClientState, useSession, useSignedIn } from '../session/context'
import { useTheme, type Theme } from './theme'

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' }

/** Who one is here, the theme, and the way out. */
export function AccountBar() {
  const { me } = useSignedIn()
  const [theme, setTheme] = useTheme()
  const [leaving, setLeaving] = useState(false)
  return (
    <footer className="flex shrink-0 items-center gap-2 border-t border-line px-3 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <Avatar id={me.id} name={me.name} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate text-as-around text-sm font-semibold" dir="auto">
          {me.name}
        </p>
        <p className="truncate text-xs text-faint">@{me.handle}</p>
      </div>
      <IconButton
        icon={ICONS[theme]}
        label={`Theme: ${theme}. Switch to ${NEXT[theme]}`}
        onClick={() => setTheme(NEXT[theme])}
      />
      <IconButton icon="leave" label="Sign out" onClick={() => setLeaving(true)} />
      {leaving && <SignOutDialog onClose={() => setLeaving(false)} />}
    </footer>
  )
}

function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { end } = useSession()
  const unsent = useClientState((state) => state.outbox.filter((item) => !item.sent).length)
  const [, go] = useLocation()
  const { pending, error, run } = usePending<Error>()
  const leave = () =>
    run(async () => {
      await end()
      // Not back to where this person was: the next one at this browser may be another.
      go('/sign-in', { replace: true })
    })
  return (
    <Dialog title="Sign out?" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">
          {unsent > 0 && (
            <strong className="font-semibold text-danger">
              {unsent === 1 ? 'One message has' : `${unsent} messages have`} not been sent and will be
              lost.{' '}
            </strong>
          )}
          Drafts and everything else that this browser keeps for you will be removed from it.
        </p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Stay</Button>
          <Button look="danger" busy={pending} onClick={() => void leave()}>
            Sign out
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

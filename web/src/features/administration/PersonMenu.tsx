import { t } from '../../language/t'
import type { User } from '../../protocol.gen'
import { Icon } from '../../ui/Icon'
import { MenuButton, MenuHeading, MenuItem, MenuLine } from '../../ui/Menu'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { useShell } from '../registry/context'
import { useSession, useSignedIn } from '../session/context'
import { ROLE_WORDS, rolesFor, type PersonRole } from './offers'

interface Props {
  user: User
  /** With what became of the account, and a sentence about it. */
  onChanged: (user: User, words: string) => void
}

/** What an administrator can do about an account. Nothing where the server would refuse it. */
export function PersonMenu({ user, onChanged }: Props) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const shell = useShell()
  const { person, card, role, deactivated_at } = user
  const roles = rolesFor(me, user)
  // As wide as the button, so that the words beside it stand in one column.
  if (roles.length === 0) return <span className="size-8 touch:size-11 shrink-0" />

  const giveRole = async (next: PersonRole) => {
    const changed = await api.call('user.set_role', { person, role: next })
    onChanged(
      changed,
      t('{name} is {role, select, owner {owner} admin {administrator} member {member} other {guest}} now.', {
        name: card.name,
        role: next,
      }),
    )
  }
  const chooseRole = (next: PersonRole) => {
    if (next !== 'guest' && next !== 'owner') {
      giveRole(next).catch((failure: Error) => shell.say(failure.message))
      return
    }
    const about =
      next === 'guest'
        ? t(
            'A guest sees only the rooms that they were put into. They are signed out everywhere, and sign in again as a guest.',
          )
        : t('An owner may do everything here, also to you.')
    shell.show((close) => (
      <ConfirmDialog
        title={
          next === 'guest'
            ? t('Make {name} a guest?', { name: card.name })
            : t('Make {name} an owner?', { name: card.name })
        }
        action={next === 'guest' ? t('Make a guest') : t('Make an owner')}
        act={() => giveRole(next)}
        onClose={close}
      >
        {about}
      </ConfirmDialog>
    ))
  }
  const deactivate = () =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Deactivate {name}?', { name: card.name })}
        action={t('Deactivate')}
        act={async () =>
          onChanged(
            await api.call('user.deactivate', { person }),
            t('{name} cannot sign in any more.', { name: card.name }),
          )
        }
        onClose={close}
      >
        {t(
          'They are signed out everywhere at once and cannot sign in. Their invitations stop working. What they wrote stays, and you can reactivate the account.',
        )}
      </ConfirmDialog>
    ))
  const reactivate = () =>
    api.call('user.reactivate', { person }).then(
      (changed) => onChanged(changed, t('{name} can sign in again.', { name: card.name })),
      (failure: Error) => shell.say(failure.message),
    )

  const resetSecondFactor = () =>
    shell.show((close) => (
      <ConfirmDialog
        title={t('Reset {name}’s second factor?', { name: card.name })}
        action={t('Reset // a verb, on a button')}
        act={async () =>
          onChanged(
            await api.call('user.reset_second_factor', { person }),
            t('{name} has no second factor any more.', { name: card.name }),
          )
        }
        onClose={close}
      >
        {t(
          'For somebody who has lost theirs. Their authenticator app, recovery codes and passkeys stop working, and they are signed out everywhere. Make sure that it is them who asks.',
        )}
      </ConfirmDialog>
    ))

  return (
    <MenuButton
      label={t('What to do about {name}', { name: card.name })}
      className="inline-flex size-8 touch:size-11 shrink-0 items-center justify-center rounded-lg text-faint transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink"
      items={(close) => {
        const choose = (act: () => void) => () => {
          close()
          act()
        }
        return (
          <>
            <MenuHeading>{t('Role on this server')}</MenuHeading>
            {roles.map((each) => (
              <MenuItem
                key={each}
                label={ROLE_WORDS[each]}
                chosen={each === role}
                onSelect={choose(() => each !== role && chooseRole(each))}
              />
            ))}
            <MenuLine />
            <MenuItem icon="lock" label={t('Reset second factor')} onSelect={choose(resetSecondFactor)} />
            {deactivated_at === null ? (
              <MenuItem icon="alert" label={t('Deactivate')} isDangerous onSelect={choose(deactivate)} />
            ) : (
              <MenuItem icon="check" label={t('Reactivate')} onSelect={choose(() => void reactivate())} />
            )}
          </>
        )
      }}
    >
      <Icon name="more" />
    </MenuButton>
  )
}

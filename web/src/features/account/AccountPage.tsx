import { Suspense } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { BlockedSection } from '../blocks/BlockedSection'
import { Avatar } from '../people/Avatar'
import { useRegistry, useShell } from '../registry/context'
import { useSignedIn } from '../session/context'
import { DataSection } from './DataSection'
import { DeleteSection } from './DeleteSection'
import { EmailSection } from './EmailSection'
import { PasswordSection } from './PasswordSection'
import { Section } from './Section'
import { SessionsSection } from './SessionsSection'
import SignOutDialog from './SignOutDialog'
import { useOwnSessions } from './useOwnSessions'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
const ROLES = {
  owner: t('Owner of this server'),
  admin: t('Administrator'),
  member: t('Member'),
  guest: t('Guest'),
} as const

export default function AccountPage() {
  const { me } = useSignedIn()
  const shell = useShell()
  const own = useOwnSessions()
  const { accountSections } = useRegistry()
  return (
    <div className="flex flex-col gap-8">
      <div className="flex items-center gap-4">
        <Avatar id={me.id} name={me.name} size="lg" />
        <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-6 gap-y-1">
          <dt className="text-faint">{t('Name')}</dt>
          <dd className="truncate font-medium text-as-around" dir="auto">
            {me.name}
          </dd>
          <dt className="text-faint">{t('Handle')}</dt>
          <dd className="truncate">
            <bdi>@{me.handle}</bdi>
          </dd>
          <dt className="text-faint">{t('Role')}</dt>
          <dd>{ROLES[me.role]}</dd>
          <dt className="text-faint">{t('Member since')}</dt>
          <dd>{date.format(new Date(me.created_at))}</dd>
        </dl>
      </div>
      <EmailSection />
      <PasswordSection onChanged={own.look} />
      {accountSections.map(({ id, View }) => (
        <Suspense key={id} fallback={null}>
          <View />
        </Suspense>
      ))}
      <SessionsSection {...own} />
      <BlockedSection />
      <Section title={t('This browser')}>
        <p className="text-soft">
          {t(
            'Signing out removes everything that this browser keeps for you, also drafts that have not reached the server yet.',
          )}
        </p>
        <div>
          <Button look="danger" onClick={() => shell.show((close) => <SignOutDialog onClose={close} />)}>
            <Icon name="leave" size={16} />
            {t('Sign out')}
          </Button>
        </div>
      </Section>
      <DataSection />
      <DeleteSection />
    </div>
  )
}

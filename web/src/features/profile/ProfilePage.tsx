import { useEffect, useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSignedIn } from '../session/context'
import { PictureSection } from './PictureSection'
import { StatusSection } from './StatusSection'
import { changed, languages, timeZones, type Filled } from './filled'
import { useSelf } from './useSelf'

const FIELDS = ['name', 'handle', 'pronouns', 'time_zone', 'language']

/** What others see of oneself. */
export default function ProfilePage() {
  return (
    <div className="flex flex-col gap-8">
      <PictureSection />
      <StatusSection />
      <AboutForm />
    </div>
  )
}

function AboutForm() {
  const { me } = useSignedIn()
  const self = useSelf()
  const form = useRef<HTMLFormElement>(null)
  const [filled, setFilled] = useState<Filled>({})
  const [done, setDone] = useState('')
  const { pending, error, run } = usePending<Error>()
  const refusal = error instanceof Refusal ? error : null
  const about = (field: string) => (refusal?.field === field ? refusal.message : null)
  const isElsewhere = error && !FIELDS.includes(refusal?.field ?? '')
  const fill = (more: Filled) => {
    setDone('')
    setFilled((before) => ({ ...before, ...more }))
  }

  // What was refused is what has to be typed anew.
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      await self.update(changed(me, filled))
      setFilled({})
      setDone(t('Saved. Everybody sees it.'))
    })
  }

  return (
    <form
      ref={form}
      aria-label={t('About you')}
      className="flex flex-col gap-4 border-t border-line pt-6"
      onSubmit={submit}
    >
      <Field
        label={t('Name')}
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        error={about('name')}
        value={filled.name ?? me.name}
        onChange={(event) => fill({ name: event.currentTarget.value })}
      />
      <Field
        label={t('Handle')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        minLength={2}
        maxLength={32}
        pattern="[a-z0-9]([a-z0-9]|[._\-](?=[a-z0-9]))+"
        hint={t(
          'You sign in with it, and others mention you by it. Nobody else can take an old one for 90 days.',
        )}
        error={about('handle')}
        value={filled.handle ?? me.handle}
        onChange={(event) => fill({ handle: event.currentTarget.value.toLowerCase() })}
      />
      <Field
        label={t('Pronouns')}
        name="pronouns"
        maxLength={40}
        placeholder={t('she/her, he/him, they/them')}
        error={about('pronouns')}
        value={filled.pronouns ?? me.pronouns ?? ''}
        onChange={(event) => fill({ pronouns: event.currentTarget.value })}
      />
      <Select
        label={t('Time zone')}
        hint={t('Others see what time it is where you are.')}
        value={filled.time_zone ?? me.time_zone ?? ''}
        onChange={(event) => fill({ time_zone: event.currentTarget.value })}
      >
        <option value="">{t('Not shown')}</option>
        {timeZones(me.time_zone).map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
      <Select
        label={t('Language that you write in')}
        hint={t('Your browser checks your spelling by it, if it can. Others do not see it.')}
        value={filled.language ?? me.language ?? ''}
        onChange={(event) => fill({ language: event.currentTarget.value })}
      >
        <option value="">{t('As in the browser')}</option>
        {languages(me.language).map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </Select>
      {isElsewhere && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" type="submit" busy={pending}>
          {t('Save')}
        </Button>
      </div>
      <Done>{done}</Done>
    </form>
  )
}

import { useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { domainsIn } from './domains'

interface Props {
  domains: readonly string[]
  busy: boolean
  onSave: (domains: string[]) => void
}

/** Whose addresses let people register. */
export function DomainsForm({ domains, busy, onSave }: Props) {
  const [typed, setTyped] = useState(domains.join(', '))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(domainsIn(typed))
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <Field
        label={t('Domains')}
        name="domains"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={t('Such as example.org, example.com. Domains below these do not count.')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" busy={busy}>
          {t('Save')}
        </Button>
      </div>
    </form>
  )
}

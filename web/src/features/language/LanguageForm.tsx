import { useState, type FormEvent } from 'react'
import { chooseLanguage, chosenLanguage, isLanguage, LANGUAGES } from '../../language/languages'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Select } from '../../ui/Select'

/** Chooses a language, and loads the page in it. Not at each step through the list: that would take the page away. */
export function LanguageForm({ hint }: { hint?: string }) {
  const [before] = useState(() => chosenLanguage() ?? '')
  const [chosen, setChosen] = useState<string>(before)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    chooseLanguage(isLanguage(chosen) ? chosen : null)
    location.reload()
  }

  return (
    <form className="flex flex-col items-start gap-3" onSubmit={submit}>
      <div className="w-full">
        <Select
          label={t('Language')}
          hint={hint}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value="">{t('As in the browser')}</option>
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {chosen !== before && (
        <Button look="primary" type="submit">
          {t('Use this language')}
        </Button>
      )}
    </form>
  )
}

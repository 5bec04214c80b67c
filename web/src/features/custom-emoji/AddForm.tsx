import { useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/Icon'
import { PictureFile } from '../../ui/PictureFile'
import { useObjectUrl } from '../../ui/useObjectUrl'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { isName, LONGEST, suggestedName } from './names'

const FORM = t('Two to 30 small letters, digits, - and +, and _ between letters or digits.')

/** A picture, looked at, and its name. */
export function AddForm({ onAdded }: { onAdded: () => void }) {
  const { api } = useSession()
  const { pending, error, run } = usePending<Error>()
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [done, setDone] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const chooser = useRef<HTMLButtonElement>(null)
  const preview = useObjectUrl(file)
  const isWrong = name !== '' && !isName(name)

  const choose = (chosen: File) => {
    setDone('')
    setFile(chosen)
    if (name === '' || (file && name === suggestedName(file.name))) setName(suggestedName(chosen.name))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!file || !isName(name)) return
    void run(async () => {
      setDone('')
      await api.addEmoji(name, file)
      setDone(t('{name} is added. Everybody can use it now.', { name: `:${name}:` }))
      setFile(null)
      setName('')
      chooser.current?.focus()
      onAdded()
    })
  }

  return (
    <form aria-label={t('Add an emoji')} className="flex flex-col gap-4" onSubmit={submit}>
      <div className="flex items-center gap-4">
        <span className="flex size-16 shrink-0 items-center justify-center rounded-2xl border border-line bg-sunken text-faint">
          {preview ? (
            <img src={preview} alt={t('The picture that you chose')} className="size-12 object-contain" />
          ) : (
            <Icon name="smile" size={24} />
          )}
        </span>
        <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
          <Button ref={chooser} onClick={() => input.current?.click()}>
            {file ? t('Choose another // picture') : t('Choose a picture')}
          </Button>
          <p className="text-sm text-faint">
            {t('PNG, JPEG, GIF or WebP. It is shown small; short animations move.')}
          </p>
        </div>
        <PictureFile ref={input} onChoose={choose} />
      </div>
      <Field
        label={t('Name // of an emoji')}
        name="emoji-name"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        maxLength={LONGEST}
        value={name}
        hint={isName(name) ? t('People write {name} for it.', { name: `:${name}:` }) : FORM}
        error={isWrong ? FORM : null}
        onChange={(event) => setName(event.currentTarget.value.replaceAll(':', '').toLowerCase())}
      />
      {error && <FormError>{error.message}</FormError>}
      <div>
        <Button look="primary" type="submit" busy={pending} disabled={!file || !isName(name)}>
          {t('Add emoji')}
        </Button>
      </div>
      <Done>{done}</Done>
    </form>
  )
}

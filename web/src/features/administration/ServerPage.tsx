import { useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { useClientState, useSession } from '../session/context'

/** What the server is called. For its owner and administrators. */
export default function ServerPage() {
  const { api } = useSession()
  const settings = useClientState(({ sync }) => sync.settings)
  // Null as long as nothing was typed: then the field follows what others choose meanwhile.
  const [typed, setTyped] = useState<string | null>(null)
  const [done, setDone] = useState('')
  const { error, pending, run } = usePending<Error>()

  const save = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      setDone('')
      const { name } = await api.call('server.set_name', { name: typed ?? settings?.name ?? '' })
      setTyped(name)
      setDone(t('Saved.'))
    })
  }
  return (
    <div className="flex flex-col gap-6">
      <form className="flex flex-col gap-3" onSubmit={save}>
        <Field
          label={t('Name of the server')}
          name="server-name"
          dir="auto"
          autoComplete="off"
          maxLength={80}
          required
          hint={t(
            'Everybody sees it: above their rooms, in invitations, in letters and in authenticator apps.',
          )}
          error={error?.message}
          value={typed ?? settings?.name ?? ''}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setDone('')
          }}
        />
        <div>
          <Button type="submit" busy={pending}>
            {t('Save')}
          </Button>
        </div>
        <Done>{done}</Done>
      </form>
      {settings && (
        <p className="text-sm text-faint">
          {t('This server runs Parley {version}.', { version: settings.version })}
        </p>
      )}
    </div>
  )
}

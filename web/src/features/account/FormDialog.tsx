import { useEffect, useRef, type FormEvent, type ReactNode } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { Refusal } from '../../sync/errors'
import { FormError } from '../session/FormError'

interface Props {
  title: string
  action: string
  isDangerous?: boolean
  /** For password managers: whose password is asked for. */
  handle: string
  /** The fields that say by themselves what is wrong with them. */
  fields: readonly string[]
  save: () => Promise<void>
  onClose: () => void
  /** `about` is what the server says of a field. */
  children: (about: (field: string) => string | null) => ReactNode
}

/** A form that asks for a password. It closes when the server has taken it. */
export function FormDialog({
  title,
  action,
  isDangerous = false,
  handle,
  fields,
  save,
  onClose,
  children,
}: Props) {
  const form = useRef<HTMLFormElement>(null)
  const { pending, error, run } = usePending<Error>()
  const field = error instanceof Refusal ? error.field : null
  const isElsewhere = error && !(field !== null && fields.includes(field))

  // What was refused is what has to be typed anew.
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      await save()
      onClose()
    })
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form ref={form} className="flex flex-col gap-4" onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
        {children((name) => (error && name === field ? error.message : null))}
        {isElsewhere && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look={isDangerous ? 'danger' : 'primary'} type="submit" busy={pending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

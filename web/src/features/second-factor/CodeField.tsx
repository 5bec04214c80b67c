import type { Ref } from 'react'
import { t } from '../../language/t'
import { Field } from '../../ui/Field'
import { digitsTyped } from './code'

interface Props {
  code: string
  onChange: (code: string) => void
  error: string | null
  inputRef?: Ref<HTMLInputElement>
}

/** Six digits. Phones show their number keys, and browsers fill in what they were sent. */
export function CodeField({ code, onChange, error, inputRef }: Props) {
  return (
    <Field
      label={t('Code from your app')}
      name="code"
      dir="ltr"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      required
      pattern="[0-9]{6}"
      title={t('Six digits.')}
      placeholder="123456"
      error={error}
      {...(inputRef && { inputRef })}
      value={code}
      onChange={(event) => onChange(digitsTyped(event.currentTarget.value))}
    />
  )
}

import type { Ref } from 'react'
import { t } from '../language/t'

/** What a button opens that asks for a picture. It shows nothing itself. */
export function PictureFile({
  ref,
  onChoose,
}: {
  ref: Ref<HTMLInputElement>
  onChoose: (file: File) => void
}) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      aria-label={t('Picture file')}
      accept="image/png,image/jpeg,image/gif,image/webp"
      onChange={({ currentTarget }) => {
        const [file] = currentTarget.files ?? []
        if (file) onChoose(file)
        // Choosing the same file again is a choice, too.
        currentTarget.value = ''
      }}
    />
  )
}

import { useRef, useState } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { PictureFile } from '../../ui/PictureFile'
import { useObjectUrl } from '../../ui/useObjectUrl'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { Avatar } from '../people/Avatar'
import { FormError } from '../session/FormError'
import { useSignedIn } from '../session/context'
import { squareOf } from './square'
import { useSelf } from './useSelf'

/** One's picture: chosen, looked at, and only then shown to others. */
export function PictureSection() {
  const { me } = useSignedIn()
  const self = useSelf()
  const { pending, error, run } = usePending<Error>()
  const [chosen, setChosen] = useState<Blob | null>(null)
  const [done, setDone] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const preview = useObjectUrl(chosen)

  const choose = (file: File) => {
    setDone('')
    void run(async () => setChosen(await squareOf(file)))
  }
  const save = (work: () => Promise<void>, words: string) =>
    run(async () => {
      await work()
      setChosen(null)
      setDone(words)
      opener.current?.focus()
    })

  return (
    <section aria-label={t('Picture')} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-4">
        {preview ? (
          <img
            src={preview}
            alt={t('The picture that you chose')}
            className="size-24 shrink-0 rounded-3xl object-cover"
          />
        ) : (
          <span className="scale-150 p-4">
            <Avatar id={me.id} name={me.name} size="lg" />
          </span>
        )}
        <div className="flex flex-wrap gap-2">
          {chosen && (
            <Button
              look="primary"
              busy={pending}
              onClick={() => void save(() => self.showPicture(chosen), t('Everybody sees your new picture.'))}
            >
              {t('Use this picture')}
            </Button>
          )}
          <Button ref={opener} onClick={() => input.current?.click()}>
            <Icon name="person" size={16} />
            {chosen
              ? t('Choose another // picture')
              : me.avatar
                ? t('Change picture')
                : t('Choose a picture')}
          </Button>
          {chosen ? (
            <Button
              look="plain"
              onClick={() => {
                setChosen(null)
                opener.current?.focus()
              }}
            >
              {t('Cancel')}
            </Button>
          ) : (
            me.avatar && (
              <Button
                look="plain"
                busy={pending}
                onClick={() => void save(() => self.removePicture(), t('Your picture is gone.'))}
              >
                {t('Remove')}
              </Button>
            )
          )}
          <PictureFile ref={input} onChoose={choose} />
        </div>
      </div>
      <p className="text-sm text-faint">
        {t('PNG, JPEG, GIF or WebP. The middle of it is shown, as a square.')}
      </p>
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </section>
  )
}

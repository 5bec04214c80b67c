import { useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import type { InvitationLink } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { copyText } from '../../ui/copy'
import { Icon } from '../../ui/Icon'
import { QrCode } from './QrCode'
import { stateWords } from './words'

/** A link that has just been made: nobody sees it again. */
export function MadeLink({ made, onAnother }: { made: InvitationLink; onAnother: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<boolean | null>(null)
  const said =
    copied === null ? '' : copied ? t('Link copied') : t('The browser did not copy it. Select it and copy.')
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [made])
  const copy = async () => setCopied(await copyText(made.link))
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">
        {t(
          'Give this link only to the people it is for: everybody who has it can use it. It is shown only once.',
        )}
      </p>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label={t('Invitation link')}
          dir="ltr"
          value={made.link}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 touch:h-11 min-w-0 flex-1 rounded-lg border border-edge bg-sunken px-3 font-mono text-sm touch:text-[16px] focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
        />
        <Button look="primary" onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'link'} size={16} />
          {t('Copy')}
        </Button>
      </div>
      <p role="status" className={said ? 'text-sm text-soft' : 'sr-only'}>
        {said}
      </p>
      <QrCode text={made.link} label={t('The link as a QR code, for a phone’s camera')} />
      <p className="text-center text-sm text-faint">{stateWords(made.invitation)}</p>
      <div className="flex justify-center">
        <Button onClick={onAnother}>{t('Make another link')}</Button>
      </div>
    </div>
  )
}

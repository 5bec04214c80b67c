import { useEffect, useRef, useState } from 'react'
import type { InvitationLink } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { copyText } from '../../ui/copy'
import { Icon } from '../../ui/Icon'
import { QrCode } from './QrCode'
import { stateWords } from './words'

/** A link that has just been made: nobody sees it again. */
export function MadeLink({ made, onAnother }: { made: InvitationLink; onAnother: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [made])
  const copy = async () => {
    setSaid((await copyText(made.link)) ? 'Link copied' : 'The browser did not copy it. Select it and copy.')
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">
        Hand this link only to those whom you mean: everybody who has it can use it. It is shown this once.
      </p>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          aria-label="Invitation link"
          dir="ltr"
          value={made.link}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 touch:h-11 min-w-0 flex-1 rounded-lg border border-edge bg-sunken px-3 font-mono text-sm touch:text-[16px] focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
        />
        <Button look="primary" onClick={() => void copy()}>
          <Icon name={said === 'Link copied' ? 'check' : 'link'} size={16} />
          Copy
        </Button>
      </div>
      <p role="status" className={said ? 'text-sm text-soft' : 'sr-only'}>
        {said}
      </p>
      <QrCode text={made.link} label="The link as a QR code, for a phone’s camera" />
      <p className="text-center text-sm text-faint">{stateWords(made.invitation)}</p>
      <div className="flex justify-center">
        <Button onClick={onAnother}>Make another link</Button>
      </div>
    </div>
  )
}

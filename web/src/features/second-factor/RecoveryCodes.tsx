import { useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { copyText } from '../../ui/copy'
import { Icon } from '../../ui/Icon'

/** Codes that nobody sees again. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const list = useRef<HTMLUListElement>(null)
  const [isCopied, setCopied] = useState<boolean | null>(null)
  useEffect(() => list.current?.focus(), [])
  const copied = isCopied ? t('Codes copied.') : t('The browser did not copy them. Write them down.')
  const said = isCopied === null ? '' : copied
  const heading = t('Recovery codes for {host}', { host: location.host })
  const save = `data:text/plain;charset=utf-8,${encodeURIComponent(`${heading}\n\n${codes.join('\n')}\n`)}`
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">
        {t(
          'If you lose your app, each of these lets you in once. Keep them where you find them without it. They are shown this once.',
        )}
      </p>
      <ul
        ref={list}
        tabIndex={-1}
        dir="ltr"
        aria-label={t('Recovery codes')}
        className="grid grid-cols-1 gap-x-6 gap-y-1 rounded-lg border border-line bg-sunken px-4 py-3 font-mono text-sm select-all min-[24rem]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p role="status" className={said ? 'text-sm text-soft' : 'sr-only'}>
        {said}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => void copyText(codes.join('\n')).then(setCopied)}>
          <Icon name={isCopied ? 'check' : 'link'} size={16} />
          {t('Copy')}
        </Button>
        <a
          href={save}
          download="parley-recovery-codes.txt"
          className="inline-flex h-9 touch:h-11 items-center justify-center gap-2 rounded-lg border border-line bg-raised px-3.5 text-sm font-medium whitespace-nowrap text-ink transition-colors hover:bg-hover"
        >
          <Icon name="down" size={16} />
          {t('Save as a file')}
        </a>
        <Button look="primary" onClick={onKept}>
          {t('I have kept them // recovery codes')}
        </Button>
      </div>
    </div>
  )
}

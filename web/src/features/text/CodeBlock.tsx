import { memo, useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import { copyText } from '../../ui/copy'
import { useColours } from './useColours'

const SHOWN_MS = 2_000

/** Code, its language, and a button that copies the code alone: the button's words are no text of the message. */
export const CodeBlock = memo(function CodeBlock({ code, language }: { code: string; language: string }) {
  const element = useRef<HTMLElement>(null)
  const coloured = useColours(element, code, language)
  return (
    <div className="code" data-language={language || undefined}>
      <CopyButton code={code} />
      <pre
        dir="ltr"
        tabIndex={0}
        role="group"
        aria-label={language ? t('Code in {language}', { language }) : t('Code')}
      >
        <code ref={element}>{coloured ?? code}</code>
      </pre>
    </div>
  )
})

function CopyButton({ code }: { code: string }) {
  const [copied, setCopied] = useState<boolean | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const [words, label] =
    copied === null
      ? [t('Copy'), t('Copy code')]
      : copied
        ? [t('Copied'), t('Copied')]
        : [t('Not copied'), t('The browser did not allow copying')]
  return (
    <button
      type="button"
      className="code-copy"
      aria-label={label}
      data-words={words}
      onClick={() => void copyText(code).then(setCopied)}
    />
  )
}

import { useEffect } from 'react'
import { t } from '../../language/t'
import type { Typists } from '../../sync/typing'
import { useClientState } from '../session/context'
import { sentenceOf, typingWords } from './words'

interface Props {
  typists: Typists
  /** Says it to a screen reader. Who comes and goes after that is for the eyes. */
  onBegin: (sentence: string) => void
  onEnd: () => void
}

/** Who is typing, in words that fit. */
export default function TypistsShown({ typists, onBegin, onEnd }: Props) {
  const people = useClientState((state) => state.sync.people)
  const words = typingWords(typists, (person) => people[person]?.name ?? t('Somebody'))
  useEffect(() => {
    if (words) onBegin(sentenceOf(words))
    return onEnd
  }, [])
  if (!words) return null
  return (
    <p aria-hidden="true" data-typing className="flex items-center text-xs leading-5 text-faint">
      <Dots />
      {/* However long the names are, what their people do stays in sight. */}
      <span className="shrink-0 whitespace-pre">{words.beginning}</span>
      <span className="min-w-0 truncate">
        {words.list.map(({ text, isName }, at) =>
          isName ? (
            <bdi
              key={at}
              className="inline-block max-w-[22vw] truncate align-bottom font-medium text-soft sm:max-w-56"
            >
              {text}
            </bdi>
          ) : (
            text
          ),
        )}
      </span>
      <span className="shrink-0 whitespace-pre">{words.ending}</span>
    </p>
  )
}

function Dots() {
  return (
    <span className="me-1.5 flex shrink-0 gap-0.5">
      {['', '[animation-delay:160ms]', '[animation-delay:320ms]'].map((delay) => (
        <span
          key={delay}
          className={`size-1 rounded-full border-2 border-current motion-safe:animate-typing ${delay}`}
        />
      ))}
    </span>
  )
}

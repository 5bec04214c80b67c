import { useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import { roomLog } from '../../sync/logs'
import { useClientState } from '../session/context'
import { sentenceOf, typingWords, type TypingWords } from './words'

/** People pause and go on all the time: whoever listens hears of it once in a while. */
const TOLD_AGAIN_AFTER_MS = 30_000

/** Who is typing. Its line is kept free while nobody is: what is above and below never moves. */
export function TypingLine({ room }: { room: string }) {
  const typists = useClientState((state) => state.typing[roomLog(room)])
  const people = useClientState((state) => state.sync.people)
  const words = typists ? typingWords(typists, (person) => people[person]?.name ?? t('Somebody')) : null
  return (
    <div className="h-5 px-1">
      {words && (
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
      )}
      <Announcement words={words} />
    </div>
  )
}

/** Tells a screen reader that somebody has begun. Who comes and goes meanwhile is for the eyes. */
function Announcement({ words }: { words: TypingWords | null }) {
  const [told, setTold] = useState('')
  const toldAt = useRef(-Infinity)
  const isTyping = words !== null

  useEffect(() => {
    if (!words) return setTold('')
    const now = performance.now()
    if (now - toldAt.current < TOLD_AGAIN_AFTER_MS) return
    toldAt.current = now
    setTold(sentenceOf(words))
  }, [isTyping])

  return (
    <p aria-live="polite" className="sr-only">
      {told}
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

import { useRef, useState } from 'react'
import { roomLog } from '../../sync/logs'
import { brought } from '../../ui/brought'
import { useClientState } from '../session/context'

export const TypistsShown = brought(() => import('./TypistsShown'))

/** People pause and go on all the time: whoever listens hears of it once in a while. */
const TOLD_AGAIN_AFTER_MS = 30_000

/** Who is typing. Its line is kept free while nobody is: what is above and below never moves. */
export function TypingLine({ room }: { room: string }) {
  const typists = useClientState((state) => state.typing[roomLog(room)])
  const [told, setTold] = useState('')
  const toldAt = useRef(-Infinity)
  const tell = (sentence: string) => {
    const now = performance.now()
    if (now - toldAt.current < TOLD_AGAIN_AFTER_MS) return
    toldAt.current = now
    setTold(sentence)
  }
  return (
    <div className="h-5 px-1">
      {typists && <TypistsShown typists={typists} onBegin={tell} onEnd={() => setTold('')} />}
      <p aria-live="polite" className="sr-only">
        {told}
      </p>
    </div>
  )
}

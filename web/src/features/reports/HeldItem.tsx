import { useId } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { HeldMessage } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { Body, Head, type People } from './parts'

interface Props {
  held: HeldMessage
  people: People
  /** Everything beside it is of one room, which need not be named. */
  isInRoom: boolean
  onLetThrough: () => Promise<void>
  onDrop: () => void
}

/** A message that a filter holds, why it does, and what a moderator can do about it. */
export function HeldItem({ held, people, isInRoom, onLetThrough, onDrop }: Props) {
  const { pending, error, run } = usePending<Error>()
  const heading = useId()
  const reason = held.reason || t('A word in it is on the list of this server.')
  return (
    <li aria-labelledby={heading} className="flex flex-col gap-3 py-5 first:pt-0">
      <Head
        heading={heading}
        person={held.sender}
        people={people}
        at={held.at}
        where={isInRoom ? null : held}
      >
        {held.thread !== null && <span>{t('In a thread')}</span>}
      </Head>
      <Body text={held.body} />
      <p className="text-sm break-words text-soft">
        {phrase('Held by a filter: {reason}', { reason: <bdi>{reason}</bdi> })}
      </p>
      {error && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button
          look="primary"
          busy={pending}
          aria-describedby={heading}
          onClick={() => void run(onLetThrough)}
        >
          {t('Let it through // a held message')}
        </Button>
        <Button look="danger" aria-describedby={heading} onClick={onDrop}>
          {t('Drop // a held message: it is not sent')}
        </Button>
      </div>
    </li>
  )
}

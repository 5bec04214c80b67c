import { useState } from 'react'
import { numberWords, t } from '../../language/t'
import type { Place } from '../../sync/places'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { PagedPeople } from '../people/PagedPeople'
import { useClient } from '../session/context'
import { useShownPoll } from './useShownPoll'

interface Props {
  place: Place
  seq: number
  onClose: () => void
}

/** Everybody who voted, an option at a time. */
export default function VotersDialog({ place, seq, onClose }: Props) {
  const client = useClient()
  const shown = useShownPoll(place, seq)
  const [chosen, setChosen] = useState<number | null>(null)
  const options = shown?.options ?? []
  const most = options.reduce((best, { count }, at) => (count > (options[best]?.count ?? 0) ? at : best), 0)
  const option = chosen ?? most
  return (
    <Dialog title={t('Votes')} onClose={onClose}>
      <div className="flex flex-wrap gap-1 pb-3">
        {options.map(({ text, count }, at) => (
          <Button
            key={at}
            aria-pressed={at === option}
            className="max-w-full aria-pressed:bg-chosen"
            onClick={() => setChosen(at)}
          >
            <bdi className="truncate">{text}</bdi> {numberWords(count)}
          </Button>
        ))}
      </div>
      {options[option]?.count === 0 ? (
        <p className="py-4 text-soft">{t('Nobody has chosen this.')}</p>
      ) : (
        <PagedPeople
          key={option}
          label={t('Chose {option}', { option: options[option]?.text ?? '' })}
          load={async (after) => (await client.polling()).voters(place, seq, option, after)}
        />
      )}
    </Dialog>
  )
}

import { t } from '../../language/t'
import { useRegistry } from '../registry/context'
import type { KeyGroup } from '../registry/feature'
import { Keycaps } from './Keycaps'

/** The groups, in the order in which they are shown. */
const GROUPS: Readonly<Record<KeyGroup, string>> = {
  Everywhere: t('Everywhere'),
  Rooms: t('Rooms'),
  Messages: t('Messages'),
  Writing: t('Writing'),
}

/** The whole key map, and the letters of the actions on messages. */
export function KeyList({ Heading }: { Heading: 'h2' | 'h3' }) {
  const { keys, messageActions } = useRegistry()
  const lines = [
    ...keys,
    ...messageActions.flatMap(({ id, label, key }) =>
      key ? [{ id, label, group: 'Messages' as const, keys: [key.toUpperCase()] }] : [],
    ),
  ]
  return (
    // Nothing in it can have the focus, and it may have to be scrolled.
    <div tabIndex={0} role="group" aria-label={t('All shortcuts')} className="flex flex-col gap-6">
      {Object.entries(GROUPS).map(([group, words]) => {
        const own = lines.filter((line) => line.group === group)
        if (own.length === 0) return null
        return (
          <section key={group} aria-label={words}>
            <Heading className="pb-1.5 text-sm font-semibold">{words}</Heading>
            <dl className="divide-y divide-line border-y border-line">
              {own.map(({ id, label, keys: chords }) => (
                <div key={id} className="flex min-h-10 items-center justify-between gap-4 py-1.5 text-sm">
                  <dt className="text-soft">{label}</dt>
                  <dd className="flex shrink-0 flex-wrap justify-end gap-2">
                    {chords.map((chord) => (
                      <Keycaps key={chord} chord={chord} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )
      })}
    </div>
  )
}

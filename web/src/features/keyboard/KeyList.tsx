import { useRegistry } from '../registry/context'
import type { KeyGroup } from '../registry/feature'
import { Keycaps } from './Keycaps'

const GROUPS: readonly KeyGroup[] = ['Everywhere', 'Rooms', 'Messages', 'Writing']

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
    <div tabIndex={0} role="group" aria-label="All shortcuts" className="flex flex-col gap-6">
      {GROUPS.map((group) => {
        const own = lines.filter((line) => line.group === group)
        if (own.length === 0) return null
        return (
          <section key={group} aria-label={group}>
            <Heading className="pb-1.5 text-sm font-semibold">{group}</Heading>
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

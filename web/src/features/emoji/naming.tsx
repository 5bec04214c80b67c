import type { ReactNode } from 'react'
import { fit, OFFERED, type Completion, type CompletionPlace } from '../composer/completion/source'
import { CustomEmoji } from '../custom-emoji/CustomEmoji'
import data from './emoji.gen.json'
import { searchEmoji, type EmojiGroup } from './search'
import names from './shortcodes.gen.json'

const groups = data as unknown as readonly EmojiGroup[]

/** The emoji that a beginning of a name may mean, best first. */
export function findEmoji(query: string, { state }: CompletionPlace): readonly Completion[] {
  const wanted = query.toLowerCase()
  const [first, second] = ownNamed(wanted, state.sync.emoji.pictures)
  const found = names
    .flatMap(([emoji = '', all = '']) => {
      const name = all.split(' ').find((one) => one.startsWith(wanted))
      return name ? [{ emoji, name }] : []
    })
    .sort((a, b) => a.name.length - b.name.length || a.name.localeCompare(b.name))
  const shown = new Set(found.map(({ emoji }) => emoji))
  const others = searchEmoji(groups, wanted).filter(([emoji]) => !shown.has(emoji))
  return [
    ...first,
    ...found.map(({ emoji, name }) => offered(emoji, name, emoji)),
    ...second,
    ...others.map(([emoji, name]) => offered(emoji, name, emoji)),
  ].slice(0, OFFERED)
}

/** Those of this server whose names begin so, and those in whose names a later word does. */
function ownNamed(wanted: string, pictures: ReadonlyMap<string, string>): [Completion[], Completion[]] {
  const words = (name: string) => name.replaceAll('_', ' ')
  const all = [...pictures].sort(([a], [b]) => a.length - b.length || a.localeCompare(b))
  const ranked = (rank: number) =>
    all
      .filter(([name]) => fit(words(name), words(wanted)) === rank)
      .map(([name, picture]) => offered(<CustomEmoji name={name} picture={picture} />, name, `:${name}:`))
  return [ranked(0), ranked(1)]
}

function offered(picture: ReactNode, name: string, insert: string): Completion {
  return {
    key: insert,
    picture: <span className="text-lg text-ink">{picture}</span>,
    name,
    detail: '',
    insert,
  }
}

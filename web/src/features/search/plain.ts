import { t } from '../../language/t'
import type { ExcerptPart, Message, SearchHit } from '../../protocol.gen'
import { LINK, OPENING, SIGNS } from '../text/beginning'
import { HIDDEN } from '../text/hidden'

interface Excerpt extends Pick<SearchHit, 'parts'> {
  readonly message: Pick<Message, 'body'>
}

/** A stretch of a text that is not shown, and what stands there instead. */
interface Cut {
  readonly from: number
  readonly to: number
  readonly shown: string
}

/**
 * The excerpt in plain words: without the signs of Markdown, and with what its author hid still hidden. Signs that were
 * searched for stay.
 */
export function plainParts({ message: { body }, parts }: Excerpt): ExcerptPart[] {
  const excerpt = parts.map(({ text }) => text).join('')
  const at = body.indexOf(excerpt)
  // What is hidden may begin before the excerpt.
  const [whole, start] = at < 0 ? [excerpt, 0] : [body, at]
  const isSought = new Array<boolean>(whole.length).fill(false)
  let place = start
  for (const { text, match = false } of parts) {
    isSought.fill(match, place, place + text.length)
    place += text.length
  }
  const plain: ExcerptPart[] = []
  const add = (text: string, match: boolean) => {
    const last = plain.at(-1)
    if (text === '') return
    if (last && (last.match ?? false) === match) last.text += text
    else plain.push(match ? { text, match } : { text })
  }
  const copy = (from: number, to: number) => {
    for (let each = Math.max(from, start); each < Math.min(to, place); each++)
      add(whole[each]!, isSought[each]!)
  }
  let done = 0
  for (const { from, to, shown } of cutsIn(whole, isSought)) {
    if (from < done) continue
    copy(done, from)
    if (to > start && from < place) add(shown, false)
    done = to
  }
  copy(done, whole.length)
  return plain
}

/** In their order. Where two overlap, the one that begins first counts. */
function cutsIn(text: string, isSought: readonly boolean[]): Cut[] {
  const cut = (from: number, length: number): Cut => ({ from, to: from + length, shown: '' })
  const isAside = ({ from, to }: Cut) => !isSought.slice(from, to).includes(true)
  const hidden = [...text.matchAll(new RegExp(HIDDEN, 'g'))].map(({ index, 0: all }) => ({
    ...cut(index, all.length),
    shown: t('(hidden)'),
  }))
  const openings = [...text.matchAll(new RegExp(OPENING, 'gm'))].map(({ index, 0: all }) =>
    cut(index, all.length),
  )
  const links = [...text.matchAll(LINK)].flatMap(({ index, 0: all, 1: words = '' }) => {
    const begun = all.indexOf('[') + 1
    const around = [cut(index, begun), cut(index + begun + words.length, all.length - begun - words.length)]
    return around.every(isAside) ? around : []
  })
  const signs = [...text.matchAll(SIGNS)].map(({ index, 0: all }) => cut(index, all.length))
  const others = [...openings.filter(isAside), ...links, ...signs.filter(isAside)]
  return [...hidden, ...others].toSorted((a, b) => a.from - b.from)
}

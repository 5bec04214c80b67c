import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { t } from '../../language/t'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { EmojiSign, nameIn } from '../custom-emoji/CustomEmoji'
import { stepOf } from '../messages/arrows'
import { useClientState } from '../session/context'
import data from './emoji.gen.json'
import { recentEmoji, rememberEmoji } from './recent'
import { searchEmoji, type Emoji, type EmojiGroup } from './search'

const GROUPS = data as unknown as readonly EmojiGroup[]
/** The groups are named in the data, which has one language. */
const GROUP_WORDS: Readonly<Record<string, string>> = {
  'Smileys & emotion': t('Smileys & emotion // a group of emoji'),
  'People & body': t('People & body // a group of emoji'),
  'Animals & nature': t('Animals & nature // a group of emoji'),
  'Food & drink': t('Food & drink // a group of emoji'),
  'Travel & places': t('Travel & places // a group of emoji'),
  Activities: t('Activities // a group of emoji'),
  Objects: t('Objects // a group of emoji'),
  Symbols: t('Symbols // a group of emoji'),
  Flags: t('Flags // a group of emoji'),
}
/** More buttons than two rows have on any screen. Only these are measured. */
const NEAR = 80
const NAMES = new Map(GROUPS.flatMap(({ emoji }) => emoji).map(([emoji, name]) => [emoji, name]))

/** All emoji, the last used first, with a search field. */
export default function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const [typed, setTyped] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const hint = useId()
  const pictures = useClientState(({ sync }) => sync.emoji.pictures)
  const own = useMemo(() => ownGroup(pictures), [pictures])
  const searched = useMemo(() => searchEmoji([own, ...GROUPS], typed), [own, typed])
  const mouse = useMediaQuery('(pointer: fine)')
  const isSearching = typed.trim() !== ''

  // On a touch screen the focus would open a keyboard over the emoji.
  useLayoutEffect(() => (mouse ? field : list).current?.focus(), [])

  const choose = (emoji: string) => {
    rememberEmoji(emoji)
    onChoose(emoji)
  }
  const onClick = (event: MouseEvent) => {
    const emoji = event.target instanceof Element && event.target.closest('[data-emoji]')
    if (emoji instanceof HTMLElement && emoji.dataset['emoji']) choose(emoji.dataset['emoji'])
  }
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && searched[0]) choose(searched[0][0])
    else if (event.key === 'ArrowDown') list.current?.querySelector<HTMLElement>('[data-emoji]')?.focus()
    else return
    event.preventDefault()
  }
  const onListKey = (event: KeyboardEvent) => {
    const next = neighbour(list.current, event.key)
    if (next === undefined) return
    event.preventDefault()
    ;(next ?? field.current)?.focus()
  }

  return (
    <div className="flex h-[min(24rem,60dvh)] w-full flex-col sm:w-[23rem]">
      <input
        ref={field}
        // A search field of the browser's own would take Escape for itself.
        type="text"
        enterKeyHint="go"
        aria-label={t('Search emoji')}
        aria-describedby={hint}
        placeholder={t('Search emoji')}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onFieldKey}
        className="m-2 mb-1 h-9 touch:h-11 shrink-0 rounded-lg border border-edge bg-canvas px-3 text-base touch:text-[16px] placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <div
        ref={list}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 outline-none"
        onClick={onClick}
        onKeyDown={onListKey}
      >
        <p
          id={hint}
          role="status"
          className={isSearching && searched.length === 0 ? 'px-1 py-6 text-center text-soft' : 'sr-only'}
        >
          {isSearching &&
            (searched.length === 0
              ? t('No emoji is called that.')
              : t('{count} found // emoji', { count: searched.length }))}
        </p>
        {isSearching ? (
          <Emojis emoji={searched} />
        ) : (
          <>
            <Group
              name={t('Used last')}
              emoji={recentEmoji()
                .filter((emoji) => pictures.has(nameIn(emoji) ?? '') || nameIn(emoji) === null)
                .map((emoji) => [emoji, NAMES.get(emoji) ?? emoji, ''])}
            />
            {own.emoji.length > 0 && <Group {...own} />}
            {GROUPS.map((group) => (
              <Group key={group.name} name={GROUP_WORDS[group.name] ?? group.name} emoji={group.emoji} />
            ))}
          </>
        )}
      </div>
    </div>
  )
}

/** The emoji of this server, which are found by the words in their names. */
function ownGroup(pictures: ReadonlyMap<string, string>): EmojiGroup {
  const emoji = [...pictures.keys()]
    .toSorted()
    .map((name): Emoji => [`:${name}:`, name, name.replaceAll('_', ' ')])
  return { name: t('This server // a group of emoji'), emoji }
}

function Group({ name, emoji }: EmojiGroup) {
  return (
    // Groups out of sight are not laid out: 1,900 buttons would take longer than a blink.
    <section aria-label={name} className="[contain-intrinsic-size:auto_20rem] [content-visibility:auto]">
      <h3 className="px-1 pt-2 pb-1 text-xs font-semibold text-faint">{name}</h3>
      <Emojis emoji={emoji} />
    </section>
  )
}

function Emojis({ emoji }: { emoji: readonly Emoji[] }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] touch:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
      {emoji.map(([one, name]) => (
        <button
          key={one}
          type="button"
          data-emoji={one}
          aria-label={name}
          title={name}
          className="flex h-9 touch:h-11 items-center justify-center rounded-lg text-xl hover:bg-hover focus-visible:-outline-offset-2"
        >
          <EmojiSign emoji={one} />
        </button>
      ))}
    </div>
  )
}

/** The button that an arrow key leads to; null above the first row, undefined for other keys. */
function neighbour(list: HTMLElement | null, key: string): HTMLElement | null | undefined {
  const all = [...(list?.querySelectorAll<HTMLElement>('[data-emoji]') ?? [])]
  const at = all.findIndex((button) => button === document.activeElement)
  const from = all[at]
  if (!from) return undefined
  const step = stepOf(key)
  if (step !== undefined) return step === 1 ? (all[at + 1] ?? from) : (all[at - 1] ?? null)
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined
  const { left, top } = from.getBoundingClientRect()
  const isDown = key === 'ArrowDown'
  const beyond = isDown ? all.slice(at + 1, at + NEAR) : all.slice(Math.max(0, at - NEAR), at).reverse()
  const places = beyond.map((button) => ({ button, rect: button.getBoundingClientRect() }))
  const row = places.find(({ rect }) => (isDown ? rect.top > top + 1 : rect.top < top - 1))?.rect.top
  if (row === undefined) return isDown ? from : null
  const inRow = places.filter(({ rect }) => Math.abs(rect.top - row) <= 1)
  return inRow.reduce((a, b) => (Math.abs(a.rect.left - left) <= Math.abs(b.rect.left - left) ? a : b)).button
}

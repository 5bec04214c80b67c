import { lazy } from 'react'
import { numberWords, t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import type { MessageProps } from '../registry/feature'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { pickReaction } from './picking'
import { whoReacted } from './reacted'
import { useReactions } from './useReactions'

const ReactorsDialog = lazy(() => import('./ReactorsDialog'))

/** The emoji under a message. Each button adds or removes the reader's own reaction. */
export function Reactions({ message, acting }: MessageProps) {
  const { place, seq } = message
  const client = useClient()
  const people = useClientState((state) => state.sync.people)
  const { me } = useSignedIn()
  const shown = useReactions(place, seq)
  const refused = useClientState(({ refusedReaction: last }) =>
    last?.place === place && last.seq === seq ? last.why : null,
  )
  if (message.erased || (shown.length === 0 && refused === null)) return null
  const showReactors = () =>
    acting.show((close) => <ReactorsDialog place={place} seq={seq} onClose={close} />)

  return (
    <div className="mt-1 mb-0.5 flex flex-wrap items-center gap-1">
      {shown.map((reaction) => {
        const who = whoReacted(reaction, me.id, people)
        return (
          <button
            key={reaction.emoji}
            type="button"
            aria-pressed={reaction.mine}
            aria-label={t('{count}, {who} // reactions', { count: numberWords(reaction.count), who })}
            title={who}
            onClick={() => void client.react(place, seq, reaction.emoji, !reaction.mine)}
            className="inline-flex h-7 touch:h-11 items-center gap-1.5 rounded-full border border-line bg-sunken px-2 text-sm tabular-nums transition-colors hover:border-edge aria-pressed:border-accent aria-pressed:bg-tint aria-pressed:font-semibold aria-pressed:text-accent"
          >
            <span aria-hidden="true" className="text-base leading-none">
              <EmojiSign emoji={reaction.emoji} />
            </span>
            {numberWords(reaction.count)}
          </button>
        )
      })}
      {shown.length > 0 && (
        <>
          <RoundButton
            icon="smile"
            label={t('Add another reaction')}
            act={(opener) => pickReaction(message, acting, opener)}
          />
          <RoundButton icon="people" label={t('Who reacted')} act={showReactors} />
        </>
      )}
      {refused !== null && (
        <span role="alert" className="text-sm text-danger">
          {t('Not saved: {why}', { why: refused })}
        </span>
      )}
    </div>
  )
}

interface RoundProps {
  icon: 'smile' | 'people'
  label: string
  act: (opener: HTMLElement) => void
}

/** Appears beside the emoji on hover or focus; on a touch screen it is always there. */
function RoundButton({ icon, label, act }: RoundProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={(event) => act(event.currentTarget)}
      className="inline-flex h-7 touch:h-11 w-8 touch:w-11 items-center justify-center rounded-full border border-line text-faint opacity-0 transition-colors group-focus-within:opacity-100 group-hover:opacity-100 hover:border-edge hover:text-ink touch:opacity-100"
    >
      <Icon name={icon} size={15} />
    </button>
  )
}

import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { roomOf } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { lastEditable } from '../editing/editable'
import { ReplyBar } from '../replies/ReplyBar'
import { useRoomName } from '../rooms/names'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { useTyping } from '../typing/useTyping'
import { ComposerButtons } from './ComposerButtons'
import { ComposerLine } from './ComposerLine'
import { SendingButtons } from './SendingButtons'
import { changeComposerSettings, useComposerSettings } from './settings'
import { Toolbar } from './Toolbar'
import { NO_FILES, useDroppedFiles } from './useDroppedFiles'
import { useLength } from './useLength'
import { useSending } from './useSending'
import { useTypeAnywhere } from './useTypeAnywhere'
import { WritingField } from './WritingField'

/** Long enough to read it, not so long that it is taken for the room's state. */
const NOTICE_MS = 6_000

/** Where one writes. The text lives in the store, so that it outlives a switch of rooms and a reload. */
export function Composer({ room }: { room: Room }) {
  const client = useClient()
  const { me } = useSignedIn()
  const text = useClientState((state) => state.drafts[room.id] ?? '')
  const reply = useClientState(({ replies }) => replies[room.id])
  const mouse = useMediaQuery('(pointer: fine)')
  const { toolbar } = useComposerSettings()
  const label = t('Message {name} // a verb: to write to the room of this name', { name: useRoomName(room) })
  const field = useRef<HTMLTextAreaElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const count = useId()
  const { limit, left } = useLength(text)
  const [notice, say] = useNotice()
  const tellTyping = useTyping(room.id)
  const refuseFiles = useCallback(() => say(NO_FILES), [say])
  useTypeAnywhere(field)
  useDroppedFiles(refuseFiles)
  useFocusOn(field, room.id, mouse)

  const isEmpty = text.trim() === '' || (left ?? 0) < 0
  const sendDraft = useSending(room, limit, say)
  const send = () => {
    sendDraft()
    field.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && reply) {
      client.replyTo(room.id, null)
      event.preventDefault()
      return
    }
    if (event.key !== 'ArrowUp' || text !== '') return
    const { sync } = client.store.getState()
    const last = lastEditable(roomOf(sync, room.id)?.messages ?? [], room, me.id, Date.now())
    if (!last) return
    client.edit({ place: room.id, seq: last.seq })
    event.preventDefault()
  }

  return (
    <form
      className="w-full max-w-(--column) shrink-0 px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <ComposerLine room={room.id} notice={notice} countId={count} left={left} limit={limit} />
      <div
        ref={box}
        className="rounded-xl border border-edge bg-raised py-1 ps-3.5 pe-1 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent"
      >
        {reply && <ReplyBar room={room.id} reply={reply} />}
        {toolbar && (
          <Toolbar field={field}>
            <ComposerButtons room={room} field={field} className="sm:hidden" />
          </Toolbar>
        )}
        <div className="flex items-end gap-0.5">
          <WritingField
            field={field}
            box={box}
            room={room.id}
            isComposer
            label={label}
            describedBy={left === null ? undefined : count}
            placeholder={label}
            value={text}
            onText={(now) => {
              client.writeDraft(room.id, now)
              tellTyping(now)
            }}
            onDone={send}
            onKey={onKey}
            onFiles={refuseFiles}
          />
          <ComposerButtons room={room} field={field} className="max-sm:hidden" />
          <IconButton
            icon="letters"
            label={toolbar ? t('Hide formatting') : t('Show formatting')}
            aria-pressed={toolbar}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => changeComposerSettings({ toolbar: !toolbar })}
          />
          <SendingButtons place={room.id} isEmpty={isEmpty} />
          <SendButton disabled={isEmpty} />
        </div>
      </div>
    </form>
  )
}

function SendButton({ disabled }: { disabled: boolean }) {
  return (
    <button
      type="submit"
      aria-label={t('Send')}
      title={t('Send')}
      disabled={disabled}
      className="ms-0.5 flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:bg-transparent disabled:text-faint"
    >
      <Icon name="send" />
    </button>
  )
}

/** Before anything is painted: who switches rooms types on at once, and not a character may get lost. */
function useFocusOn(field: { readonly current: HTMLElement | null }, room: string, mouse: boolean): void {
  useLayoutEffect(() => {
    if (!mouse) return
    // A dialog that led here still holds the focus, and gives it back to its opener when it closes.
    const dialog = document.querySelector('dialog[open]')
    if (dialog) dialog.addEventListener('close', () => field.current?.focus(), { once: true })
    else field.current?.focus()
  }, [field, room, mouse])
}

function useNotice(): [string | null, (words: string) => void] {
  const [said, setSaid] = useState<{ readonly words: string } | null>(null)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(null), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [said])
  const say = useCallback((words: string) => setSaid({ words }), [])
  return [said?.words ?? null, say]
}

import { useRef, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react'
import { useMediaQuery } from '../../ui/useMediaQuery'
import type { Completing } from './completion/useCompletion'
import { applyEdit, inserted, writingIn, type Edit } from './edits'
import { formatted, isAddress } from './formatting'
import { formatOf, isComposing, isDone } from './keys'
import { continued } from './lists'
import { pastedFrom, type Pasted } from './pasted/clipboard'
import { useComposerSettings } from './settings'

export interface WritingActs {
  onDone: () => void
  /** Keys that are neither formats nor the list's. One that it takes is prevented. */
  onKey: (event: KeyboardEvent) => void
  onFiles: () => void
}

/** What keys and a clipboard do to a field. */
export function useWriting(
  field: RefObject<HTMLTextAreaElement | null>,
  completing: Completing,
  { onDone, onKey, onFiles }: WritingActs,
) {
  const { sendKey } = useComposerSettings()
  const mouse = useMediaQuery('(pointer: fine)')
  /** Ctrl+Shift+V: the event that follows has all formats in some browsers. */
  const wantsPlain = useRef(false)

  const editFor = (event: KeyboardEvent, area: HTMLTextAreaElement): Edit | null => {
    const format = formatOf(event)
    if (format) return formatted(writingIn(area), format)
    return event.key === 'Enter' && !isDone(event, sendKey, mouse) ? continued(writingIn(area)) : null
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const area = field.current
    if (!area || isComposing(event)) return
    wantsPlain.current = event.shiftKey && event.key.toLowerCase() === 'v'
    if (completing.pressed(event)) return
    onKey(event)
    if (event.defaultPrevented) return
    const edit = editFor(event, area)
    if (edit) applyEdit(area, edit)
    else if (isDone(event, sendKey, mouse)) onDone()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const onPaste = (event: ClipboardEvent) => {
    const area = field.current
    if (!area) return
    completing.close()
    const pasted = pastedFrom(event.clipboardData)
    if (pasted.plain === '' && pasted.html === '' && event.clipboardData.files.length > 0) {
      event.preventDefault()
      return onFiles()
    }
    if (wantsPlain.current || (pasted.html === '' && !isAddress(pasted.plain))) return
    event.preventDefault()
    void paste(area, pasted).then(completing.close)
  }

  return { onKeyDown, onPaste }
}

/** What makes Markdown of a document is loaded when one is pasted. Where it cannot be, the plain text is better than nothing. */
async function paste(area: HTMLTextAreaElement, pasted: Pasted): Promise<void> {
  const made = await import('./pasted/paste').catch(() => null)
  const writing = writingIn(area)
  applyEdit(area, made?.pasteEdit(writing, pasted) ?? inserted(writing, pasted.plain))
}

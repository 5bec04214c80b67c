/** A text and what of it is selected. */
export interface Writing {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What takes the place of a part of the text, and what is selected then. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly start: number
  readonly end: number
}

/** An edit after which the caret stands behind what was put in. */
export function inserted({ start, end }: Pick<Writing, 'start' | 'end'>, text: string): Edit {
  const caret = start + text.length
  return { from: start, to: end, text, start: caret, end: caret }
}

export function edited({ text }: Pick<Writing, 'text'>, edit: Edit): Writing {
  return {
    text: text.slice(0, edit.from) + edit.text + text.slice(edit.to),
    start: edit.start,
    end: edit.end,
  }
}

export function writingIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Writing {
  return { text: value, start: selectionStart, end: selectionEnd }
}

/** Does it as if somebody had typed it: one press of Ctrl+Z takes it back, which setting the value would not allow. */
export function applyEdit(field: HTMLTextAreaElement, edit: Edit): void {
  field.focus()
  const before = field.value.slice(edit.from, edit.to)
  if (before !== edit.text) {
    field.setSelectionRange(edit.from, edit.to)
    const isDone =
      edit.text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, edit.text)
    if (!isDone) {
      field.setRangeText(edit.text, edit.from, edit.to, 'end')
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
    }
  }
  field.setSelectionRange(edit.start, edit.end)
}

/** Whether what is written at this place is code, where nothing has a meaning but itself. */
export function isInCode(text: string, at: number): boolean {
  const before = text.slice(0, at)
  const fences = before.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0
  if (fences % 2 === 1) return true
  const line = before.slice(before.lastIndexOf('\n') + 1)
  return (line.match(/`/g)?.length ?? 0) % 2 === 1
}

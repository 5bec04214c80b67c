import { isInCode, type Edit, type Writing } from './edits'

const ITEM = /^(\s*)([-*+]|(\d{1,9})([.)])|>)( +)(\[[ xX]\] +)?/

/** What a new line in a list or a quote begins with. A new line in an empty item ends the list. Null elsewhere. */
export function continued({ text, start, end }: Writing): Edit | null {
  if (start !== end || isInCode(text, start)) return null
  const from = text.lastIndexOf('\n', start - 1) + 1
  const item = ITEM.exec(text.slice(from, start))
  if (!item) return null
  const [whole, indent = '', mark = '', number, dot = '', space = ' ', box] = item
  if (text.slice(from + whole.length, start).trim() === '') {
    return { from, to: start, text: '', start: from, end: from }
  }
  const next = number === undefined ? mark : `${Number(number) + 1}${dot}`
  const line = `\n${indent}${next}${space}${box ? '[ ] ' : ''}`
  return { from: start, to: start, text: line, start: start + line.length, end: start + line.length }
}

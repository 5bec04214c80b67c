import type { Edit, Writing } from './edits'

export type Format =
  'bold' | 'italic' | 'strike' | 'code' | 'block' | 'link' | 'bullets' | 'numbers' | 'quote'

/** What a format's key or button does to a text. Doing it twice takes it back. */
export function formatted(writing: Writing, format: Format): Edit {
  switch (format) {
    case 'bold':
      return wrapped(writing, '**')
    case 'italic':
      return wrapped(writing, '_')
    case 'strike':
      return wrapped(writing, '~~')
    case 'code':
      return selected(writing).includes('\n') ? fenced(writing) : wrapped(writing, '`')
    case 'block':
      return fenced(writing)
    case 'link':
      return linked(writing)
    case 'bullets':
      return prefixed(writing, () => '- ')
    case 'numbers':
      return prefixed(writing, (at) => `${at + 1}. `)
    case 'quote':
      return prefixed(writing, () => '> ')
  }
}

const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i

export function isAddress(text: string): boolean {
  return ADDRESS.test(text.trim())
}

/** The selected words as a link to the address. */
export function linkedTo({ text, start, end }: Writing, address: string): Edit {
  const link = `[${text.slice(start, end)}](${address.trim()})`
  return { from: start, to: end, text: link, start: start + link.length, end: start + link.length }
}

const selected = ({ text, start, end }: Writing) => text.slice(start, end)

function wrapped(writing: Writing, mark: string): Edit {
  const { text } = writing
  const { start, end } = withoutEdges(writing)
  const { length } = mark
  const inner = text.slice(start, end)
  if (text.slice(start - length, start) === mark && text.slice(end, end + length) === mark) {
    return { from: start - length, to: end + length, text: inner, start: start - length, end: end - length }
  }
  if (inner.length > 2 * length && inner.startsWith(mark) && inner.endsWith(mark)) {
    return { from: start, to: end, text: inner.slice(length, -length), start, end: end - 2 * length }
  }
  return { from: start, to: end, text: mark + inner + mark, start: start + length, end: end + length }
}

/** Marks next to a space would be no marks. */
function withoutEdges({ text, start, end }: Writing): { start: number; end: number } {
  const inner = text.slice(start, end)
  if (inner.trim() === '') return { start, end }
  return {
    start: start + inner.length - inner.trimStart().length,
    end: end - (inner.length - inner.trimEnd().length),
  }
}

function linked(writing: Writing): Edit {
  const { start, end } = withoutEdges(writing)
  const inner = writing.text.slice(start, end)
  const isTarget = isAddress(inner)
  const text = isTarget ? `[](${inner})` : `[${inner}]()`
  const caret = start + (isTarget || inner === '' ? 1 : text.length - 1)
  return { from: start, to: end, text, start: caret, end: caret }
}

function fenced({ text, start, end }: Writing): Edit {
  const inner = text.slice(start, end).replace(/^\n|\n$/g, '')
  const lead = start === 0 || text[start - 1] === '\n' ? '' : '\n'
  const tail = end === text.length || text[end] === '\n' ? '' : '\n'
  const fence = fenceFor(inner)
  const caret = start + lead.length + fence.length + 1
  return {
    from: start,
    to: end,
    text: `${lead}${fence}\n${inner}\n${fence}${tail}`,
    start: caret,
    end: caret + inner.length,
  }
}

/** Longer than any that is in the code. */
export function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  return '`'.repeat(longest + 1)
}

const PREFIX = /^(\s*)(?:[-*+] |\d+[.)] |> )/

function prefixed({ text, start, end }: Writing, prefix: (at: number) => string): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const to = next < 0 ? text.length : next
  const lines = text.slice(from, to).split('\n')
  const isSame = (line: string) => PREFIX.exec(line)?.[0].trim().replace(/\d+/, '1') === prefix(0).trim()
  const takesBack = lines.every((line) => line.trim() === '' || isSame(line)) && lines.some(isSame)
  const bare = lines.map((line) => line.replace(PREFIX, '$1'))
  const now = takesBack ? bare : bare.map((line, at) => prefix(at) + line)
  const result = now.join('\n')
  const isOne = lines.length === 1 && start === end
  const caret = isOne ? Math.max(from, start + result.length - (to - from)) : from + result.length
  return { from, to, text: result, start: isOne ? caret : from, end: caret }
}

/** A stretch of text that looks the same from end to end. */
export interface Run {
  readonly text: string
  readonly marks: Marks
}

export interface Marks {
  readonly link?: string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly strike?: boolean
  readonly code?: boolean
}

type Kind = keyof Marks
/** From the outside in: Markdown has nothing inside code. */
const KINDS: readonly Kind[] = ['link', 'bold', 'italic', 'strike', 'code']
const SIGNS = { bold: '**', italic: '_', strike: '~~' } as const

/** The runs as Markdown, without space around them. A line break in a run's text is one in the result. */
export function inlineMarkdown(runs: readonly Run[]): string {
  return render(squeezed(runs), KINDS)
    .replace(/ *\n */g, '\n')
    .trim()
}

/** HTML shows any amount of white space as one space. What came as a break is written as `\n` alone. */
function squeezed(runs: readonly Run[]): Run[] {
  let endsInSpace = true
  return runs.flatMap(({ text, marks }) => {
    if (text === '\n') {
      endsInSpace = true
      return { text, marks }
    }
    const spaced = text.replace(/[\s\u200b]+/g, ' ')
    const kept = endsInSpace ? spaced.trimStart() : spaced
    if (kept === '') return []
    endsInSpace = kept.endsWith(' ')
    return { text: kept, marks }
  })
}

function render(runs: readonly Run[], [kind, ...inner]: readonly Kind[]): string {
  if (kind === undefined) return runs.map(({ text }) => escaped(text)).join('')
  return grouped(runs, kind)
    .map(({ value, runs }) => (value ? marked(kind, value, runs, inner) : render(runs, inner)))
    .join('')
}

function grouped(runs: readonly Run[], kind: Kind): { value: Marks[Kind]; runs: Run[] }[] {
  const groups: { value: Marks[Kind]; runs: Run[] }[] = []
  for (const run of runs) {
    const value = run.marks[kind]
    const last = groups.at(-1)
    if (last && last.value === value) last.runs.push(run)
    else groups.push({ value, runs: [run] })
  }
  return groups
}

/** Marks stand next to letters: between them and a space they would be read as text. */
function marked(kind: Kind, value: string | boolean, runs: readonly Run[], inner: readonly Kind[]): string {
  const plain = runs.map(({ text }) => text).join('')
  const [, before = '', core = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(
    kind === 'code' ? plain : render(runs, inner),
  )!
  if (core === '') return before + after
  return before + wrapped(kind, value, core, plain.trim()) + after
}

function wrapped(kind: Kind, value: string | boolean, core: string, plain: string): string {
  switch (kind) {
    case 'link':
      return plain === value || `${plain}/` === value ? plain : `[${core}](${addressed(String(value))})`
    case 'code':
      return codeSpan(core)
    default:
      return SIGNS[kind] + core + SIGNS[kind]
  }
}

export function codeSpan(code: string): string {
  const ticks = '`'.repeat(Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  const space = code.startsWith('`') || code.endsWith('`') ? ' ' : ''
  return ticks + space + code + space + ticks
}

const addressed = (address: string) =>
  address
    .replace(/[()\s]/g, (char) => encodeURIComponent(char))
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')

/** Signs that would be read as Markdown, where they stand. */
const SIGN = /`|(?<=\S)\*|\*(?=\S)|(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])|~~|\|\||\](?=\()/gu

function escaped(text: string): string {
  return text.replace(SIGN, '\\$&')
}

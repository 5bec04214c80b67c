import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

export interface Source {
  readonly name: string
  readonly text: string
}

/** A text that is translated: the first argument of `t` or `phrase`, and the names of what is put into it. */
export interface Said {
  readonly file: string
  readonly line: number
  /** Null where the argument is no literal, which no catalogue can be compared with. */
  readonly text: string | null
  /** Null where the values are no literal object. */
  readonly values: readonly string[] | null
}

export interface Literal {
  readonly file: string
  readonly line: number
  readonly text: string
}

const NOT_SHOWN = /\.(test|examples)\.tsx?$|^features\/styles\/|\.gen\.ts$|\/testing\/|^language\/|^worker\//

export function sourcesIn(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !NOT_SHOWN.test(name))
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
}

export function saidIn(source: Source): Said[] {
  const said: Said[] = []
  each(source, (node, line) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return
    if (node.expression.text !== 't' && node.expression.text !== 'phrase') return
    const [text, values] = node.arguments
    said.push({
      file: source.name,
      line,
      text: text && ts.isStringLiteralLike(text) ? text.text : null,
      values: values ? namesIn(values) : [],
    })
  })
  return said
}

function namesIn(values: ts.Expression): string[] | null {
  if (!ts.isObjectLiteralExpression(values)) return null
  return values.properties.map((property) => property.name?.getText().replace(/^['"]|['"]$/g, '') ?? '')
}

/** Words in English that a page would show as they are. */
export function literalsIn(source: Source): Literal[] {
  const found: Literal[] = []
  each(source, (node, line) => {
    const text = wordsOf(node)
    if (text !== null && isProse(text) && !isForMachines(node))
      found.push({ file: source.name, line, text: text.trim().replace(/\s+/g, ' ') })
  })
  return found
}

function wordsOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return /\p{L}{2}/u.test(node.text) ? `Shown: ${node.text}` : null
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
  return null
}

/** A capital and small letters, or two words: no name of an event, a key of an object or a class of a style. */
function isProse(text: string): boolean {
  return (
    /^\p{Lu}\p{Ll}+($|[\s.,:;!?…])/u.test(text.trim()) ||
    /\p{L}{2} \p{L}/u.test(text) ||
    /… \p{L}{2}|\p{L}{2} …/u.test(text)
  )
}

const KEYS =
  /^(Enter|Escape|Tab|Home|End|Delete|Backspace|Control|Shift|Alt|Meta|Space|Process|Unidentified|Dead)$/
const STYLED = /^(className|class|style|d|viewBox|sizes|media|pattern|accept|rel|allow|autoComplete)$/
const STYLES =
  /(^| )-?(flex|grid|text|px|py|p|m|mx|my|ms|me|ps|pe|pt|pb|gap|h|w|size|rounded|border|absolute|relative|min|max|bg|hover|focus|inline|block|sr|font|touch|sticky|truncate|animate|shrink|divide|outline|contents|hidden|has|forced|group|peer|data|dark|lg|md|sm|after|before|not)(-|:|$| )/

function isForMachines(node: ts.Node): boolean {
  const text = wordsOf(node) ?? ''
  if (!ts.isJsxText(node) && (KEYS.test(text) || STYLES.test(text))) return true
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (ts.isCallExpression(parent)) {
      const called = parent.expression.getText()
      if (called === 't' || called === 'phrase') return true
      if (
        /^(once$|console\.|document\.|window\.|addEventListener|.*\.(addEventListener|matches|closest|querySelector|querySelectorAll|postMessage|test|includes|startsWith|endsWith)$)/.test(
          called,
        )
      )
        return true
    }
    // An error that nobody foresaw is for developers; one that a person reads is made with `t`, or shown by its code.
    if (
      ts.isNewExpression(parent) &&
      /^(Error|TypeError|RangeError|DOMException)$/.test(parent.expression.getText())
    ) {
      if (parent.parent && ts.isThrowStatement(parent.parent))
        return /^(outside of|there is no|no |The cache was|index\.html)/i.test(text)
      return true
    }
    if (ts.isJsxAttribute(parent)) return STYLED.test(parent.name.getText())
    if (
      ts.isLiteralTypeNode(parent) ||
      ts.isImportDeclaration(parent) ||
      ts.isExportDeclaration(parent) ||
      ts.isTypeNode(parent)
    )
      return true
    if (ts.isCaseClause(parent) && parent.expression === child) return true
    if (ts.isElementAccessExpression(parent)) return true
    if (ts.isPropertyDeclaration(parent) && parent.name.getText() === 'name') return true
    if (ts.isPropertyAssignment(parent) && parent.name === child) return true
    // The groups of the key map are ids: see `KeyGroup`.
    if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'group') return true
    if (ts.isBinaryExpression(parent) && /^[=!]==$/.test(parent.operatorToken.getText())) return true
    if (ts.isStatement(parent) || ts.isJsxElement(parent)) return false
  }
  return false
}

function each({ name, text }: Source, look: (node: ts.Node, line: number) => void): void {
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind)
  const visit = (node: ts.Node) => {
    look(node, file.getLineAndCharacterOfPosition(node.getStart()).line + 1)
    ts.forEachChild(node, visit)
  }
  visit(file)
}

import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import swift from 'highlight.js/lib/languages/swift'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import type { ReactNode } from 'react'

const LANGUAGES = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  php,
  python,
  ruby,
  rust,
  shell,
  sql,
  swift,
  typescript,
  xml,
  yaml,
}
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language)

const REMEMBERED = 100
const known = new Map<string, string>()

/** The code, its parts in spans by what they are. Null for a language that is not among these. */
export function coloured(code: string, language: string): ReactNode {
  if (!hljs.getLanguage(language)) return null
  const key = `${language}\n${code}`
  const html = known.get(key) ?? hljs.highlight(code, { language, ignoreIllegals: true }).value
  if (known.size >= REMEMBERED) known.clear()
  known.set(key, html)
  return elementsOf(html)
}

const SPAN = /<span class="([\w -]*)">|<\/span>/
const CHARACTERS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }

/** highlight.js answers with text, five entities, and spans with classes. What is anything else stays text. */
function elementsOf(html: string): ReactNode {
  const open: { readonly classes: string; readonly inside: ReactNode[] }[] = [{ classes: '', inside: [] }]
  const add = (node: ReactNode) => open.at(-1)!.inside.push(node)
  let rest = html
  for (let tag = SPAN.exec(rest); tag; tag = SPAN.exec(rest)) {
    add(plain(rest.slice(0, tag.index)))
    rest = rest.slice(tag.index + tag[0].length)
    if (tag[1] !== undefined) open.push({ classes: tag[1], inside: [] })
    else if (open.length > 1) {
      const { classes, inside } = open.pop()!
      add(<span className={classes}>{inside}</span>)
    }
  }
  add(plain(rest))
  return open[0]!.inside
}

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#x27);/g, (entity, name: string) => CHARACTERS[name] ?? entity)
}

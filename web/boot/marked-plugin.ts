import type { Plugin } from 'vite'

/** Where reading ends in marked's file, and what makes HTML of it begins: its one instance, and what hangs on that. */
const WRITING = /var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(.*(?=export\{)/s
const READING = /export\{(?=.*?(\w+ as Lexer))(?=.*?(\w+ as Tokenizer)).*?\}/s

/**
 * Leaves of marked only what reads a text: its elements are made here (`features/text/Markdown.tsx`). The instance that
 * writes HTML is made when the module is loaded, so no bundler leaves it out by itself; it weighs 4 KB, gzipped.
 */
export function markedReads(): Plugin {
  return {
    name: 'parley-marked-reads',
    transform: {
      filter: { id: /\/marked\/lib\/marked\.esm\.js$/ },
      handler(code) {
        if (!WRITING.test(code) || !READING.test(code))
          this.error('marked is built in another way now: see boot/marked-plugin.ts.')
        return { code: code.replace(WRITING, '').replace(READING, 'export{$1,$2}'), map: null }
      },
    },
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = import.meta.dirname
const LONGEST = 300

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.gen.ts'))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }))
const sources = files.filter(({ name }) => !/\.(test|examples)\.|\/testing\//.test(name))

/** What a file imports: folders of ours by their path, packages by their name. */
function importsOf({ name, text }: (typeof files)[number]): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) =>
    target.startsWith('.') ? relative(ROOT, resolve(ROOT, name, '..', target)) : target,
  )
}

/** Every import in a folder that is not among those it may have. */
function strangers(folder: string, allowed: RegExp): string[] {
  return sources
    .filter(({ name }) => name.startsWith(folder))
    .flatMap((file) => importsOf(file).map((target) => `${file.name} -> ${target}`))
    .filter((line) => !allowed.test(line.split(' -> ')[1] ?? ''))
}

describe('imports go down only', () => {
  it('sync knows the protocol and no view', () => {
    expect(strangers('sync/', /^(sync\/|language\/|protocol\.gen$|zustand\/vanilla$)/)).toEqual([])
  })

  it('ui knows nothing of chat', () => {
    expect(strangers('ui/', /^(ui\/|language\/|react$|react-dom$)/)).toEqual([])
  })

  it('language knows nothing but React', () => {
    expect(strangers('language/', /^(language\/|react$)/)).toEqual([])
  })

  it('no view sees the socket, the outbox or the wire of another view', () => {
    const reach = sources.filter(({ name }) => name.startsWith('features/'))
    const inside =
      /^sync\/(socket|feed|shelf|turn|pages|notes|hearing|typist|attention|watcher|cache|keeper)$/
    expect(reach.flatMap((file) => importsOf(file).filter((target) => inside.test(target)))).toEqual([])
  })

  it('no text is read as HTML, but for single entities and for what is pasted, which stays outside the page', () => {
    const reading =
      /innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|DOMParser/i
    const readers = sources.filter(({ text }) => reading.test(text)).map(({ name }) => name)
    expect(readers.toSorted()).toEqual([
      'features/composer/pasted/markdown.ts',
      'features/composer/pasted/paste.ts',
      'features/text/entities.ts',
    ])
  })

  it('the state after what the server tells is a pure function', () => {
    const core = [
      'about',
      'answers',
      'apply',
      'kept',
      'log',
      'logs',
      'places',
      'presence',
      'quotes',
      'range',
      'rows',
      'state',
      'typing',
    ].map((name) => `sync/${name}`)
    const pure = sources.filter(({ name }) => core.includes(name.replace('.ts', '')))
    expect(pure).toHaveLength(core.length)
    expect(pure.flatMap(importsOf).filter((target) => ![...core, 'protocol.gen'].includes(target))).toEqual(
      [],
    )
    for (const { text } of pure)
      expect(text).not.toMatch(/\b(Date|performance|Math\.random|await|setTimeout)\b/)
  })
})

it.each(files)('$name fits on a few screens', ({ text }) => {
  expect(text.split('\n').length).toBeLessThanOrEqual(LONGEST)
})

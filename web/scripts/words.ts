/**
 * What is still to translate: `node scripts/words.ts [folder]` lists words that a page shows as they are, and texts that
 * a catalogue lacks. With `--tidy` it sorts the catalogues and takes out what nothing says any more.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { literalsIn, saidIn, sourcesIn } from './texts.ts'

const CATALOGS = ['de', 'es', 'ja', 'ar']
const tidy = process.argv.includes('--tidy')
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? ''

const all = sourcesIn('src')
const here = all.filter(({ name }) => name.startsWith(folder))
for (const { file, line, text } of here.flatMap(literalsIn)) console.log(`${file}:${line}: ${text}`)

const used = new Set(all.flatMap(saidIn).map(({ text }) => text))
const wanted = [...new Set(here.flatMap(saidIn).map(({ text }) => text))].filter((text) => text !== null)
for (const language of CATALOGS) {
  const path = `src/language/catalogs/${language}.json`
  const catalog = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  const missing = wanted.filter((text) => !catalog[text])
  console.log(`${language}: ${missing.length} of ${wanted.length} texts are missing`)
  for (const text of missing) console.log(`  ${JSON.stringify(text)}`)
  if (!tidy) continue
  const kept = Object.keys(catalog)
    .filter((text) => used.has(text))
    .toSorted()
  writeFileSync(
    path,
    JSON.stringify(Object.fromEntries(kept.map((text) => [text, catalog[text]])), null, 2) + '\n',
  )
}

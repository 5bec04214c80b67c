// Prints emoji data as JSON. The server gets every emoji that Unicode recommends, fully qualified; the web client's picker
// gets those without skin tones, by group, with search words; and apart from them, the names between colons.
import { readFile } from 'node:fs/promises'

const RECOMMENDED = /^\p{RGI_Emoji}$/v

const read = async (name) =>
  JSON.parse(
    await readFile(new URL(`../node_modules/emojibase-data/en/${name}.json`, import.meta.url), 'utf8'),
  )

/** The data asks for a colourful picture also where that is the rule, which the standard's own form does not. */
const qualified = ({ unicode }) =>
  [unicode.replaceAll('\uFE0F', ''), unicode].find((form) => RECOMMENDED.test(form))

const emoji = (await read('compact')).filter(({ group }) => group !== undefined)
const { groups } = await read('messages')
const all = emoji.flatMap((one) => [one, ...(one.skins ?? [])]).map(qualified)

const picker = groups
  .filter(({ key }) => key !== 'component')
  .map(({ order, message }) => ({
    name: message.charAt(0).toUpperCase() + message.slice(1),
    emoji: emoji
      .filter((one) => one.group === order && qualified(one))
      .sort((a, b) => a.order - b.order)
      .map((one) => [qualified(one), one.label, (one.tags ?? []).join(' ')]),
  }))

// The names that GitHub and Slack know: people bring their habits along.
const known = await Promise.all(['github', 'iamcal'].map((name) => read(`shortcodes/${name}`)))
const shortcodes = emoji.flatMap((one) => {
  const names = [...new Set(known.flatMap((names) => names[one.hexcode] ?? []))]
  return qualified(one) && names.length > 0 ? [[qualified(one), names.join(' ')]] : []
})

process.stdout.write(JSON.stringify({ all: [...new Set(all)].filter(Boolean), picker, shortcodes }))

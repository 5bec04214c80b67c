import { useEffect, useState } from 'react'
import { mayHaveShortcodes, type Shortcodes } from './shortcodes'

let loaded: Shortcodes | null = null

/** The list of shortcodes, for a text that seems to have one. Null until it is there: most pages never need it. */
export function useShortcodes(body: string): Shortcodes | null {
  const wanted = mayHaveShortcodes(body)
  const [known, setKnown] = useState(loaded)
  useEffect(() => {
    if (!wanted || known) return
    let shown = true
    void loadShortcodes().then(
      (list) => shown && setKnown(list),
      // Then the text stays as it was typed.
      () => undefined,
    )
    return () => {
      shown = false
    }
  }, [wanted, known])
  return wanted ? (known ?? loaded) : null
}

export async function loadShortcodes(): Promise<Shortcodes> {
  const { default: names } = await import('../emoji/shortcodes.gen.json')
  loaded ??= new Map(names.flatMap(([emoji = '', all = '']) => all.split(' ').map((name) => [name, emoji])))
  return loaded
}

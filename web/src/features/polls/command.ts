/** What a dialog begins with. */
export interface Prefilled {
  readonly question: string
  readonly options: readonly string[]
}

const QUOTED = /^(?:"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»)\s*\|?\s*/

/** `"Lunch?" Pizza | Sushi`, or `Lunch? | Pizza | Sushi`. A phone's keyboard writes quotes of its own. */
export function pollIn(text: string): Prefilled {
  const quoted = QUOTED.exec(text.trim())
  if (quoted) {
    const question = quoted.slice(1).find((found) => found !== undefined) ?? ''
    return { question: question.trim(), options: partsOf(text.trim().slice(quoted[0].length)) }
  }
  const [question = '', ...options] = partsOf(text)
  return { question, options }
}

function partsOf(text: string): string[] {
  return text
    .split(/[|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

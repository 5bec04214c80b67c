const ENTITY = /&(?:#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w{1,32});/g

/** The text in which `&amp;` and the like stand for one character, as Markdown has it. */
export function unescaped(text: string): string {
  return text.replace(ENTITY, character)
}

let reader: HTMLTextAreaElement | null = null

/** The browser knows all 2,000 names. A text field takes entities, and nothing in it becomes an element. */
function character(entity: string): string {
  reader ??= document.createElement('textarea')
  reader.innerHTML = entity
  return reader.value
}

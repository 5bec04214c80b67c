/** Puts a text on the clipboard, also where a page came over plain http and has no access to it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Copies, and says whether it could: nothing on the page shows it. */
export async function copyAndSay(text: string, done: string, say: (words: string) => void): Promise<void> {
  say((await copyText(text)) ? done : 'This browser does not let Parley copy.')
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea')
  const before = document.activeElement
  field.value = text
  field.className = 'sr-only'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return done
}

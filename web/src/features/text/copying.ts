const SHOWN_MS = 2_000

/** Copies the code that the button belongs to, and says on the button whether it did. */
export async function copyCode(button: HTMLElement): Promise<void> {
  const isCopied = await copy(button.parentElement?.querySelector('code')?.textContent ?? '')
  label(button, isCopied ? 'Copied' : 'Not copied', isCopied ? 'Copied' : 'The browser did not allow copying')
  setTimeout(() => label(button, 'Copy', 'Copy code'), SHOWN_MS)
}

function label(button: HTMLElement, words: string, name: string): void {
  button.dataset['words'] = words
  button.setAttribute('aria-label', name)
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // A page over plain http has no clipboard of that kind.
    return copyWithCommand(text)
  }
}

function copyWithCommand(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr-only'
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return isCopied
}

import { useEffect, type RefObject } from 'react'

/** Colours code of a named language once it is on the screen. Until then, and if that fails, it is plain. */
export function useColours(text: RefObject<HTMLElement | null>, html: string): void {
  useEffect(() => {
    const blocks = text.current?.querySelectorAll<HTMLElement>('.code[data-language]') ?? []
    if (blocks.length === 0) return
    const sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        sight.unobserve(target)
        void colour(target as HTMLElement)
      }
    })
    for (const block of blocks) sight.observe(block)
    return () => sight.disconnect()
  }, [text, html])
}

async function colour(block: HTMLElement): Promise<void> {
  try {
    const { coloured } = await import('./colours')
    const code = block.querySelector('code')
    const html = code && coloured(code.textContent, block.dataset['language'] ?? '')
    if (html) code.innerHTML = html
  } catch {
    // Offline, say. Code can be read without colours.
  }
}

import type { ReactNode } from 'react'
import { honestly } from './links'

/** A link that opens apart and cannot lie about where it leads; what is no address stays text. */
export function Link({ href, words, children }: { href: string; words: string; children: ReactNode }) {
  const link = honestly(href, words)
  if (!link) return children
  return (
    <a href={href} title={link.title} target="_blank" rel="noopener noreferrer nofollow">
      {link.shown ?? children}
      {link.elsewhere !== undefined && ` (${link.elsewhere})`}
    </a>
  )
}

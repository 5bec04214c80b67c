const MARK = '> '

/** A forwarded message taken apart: what its sender says, and the copy, which is the last lines as a quotation. */
export function partsOf(body: string, lines: number): { note: string; copy: string } {
  const all = body.split('\n')
  const copy = all.slice(-lines).map((line) => (line.startsWith(MARK) ? line.slice(MARK.length) : line))
  // An empty line is between the two.
  return { note: all.slice(0, -lines).slice(0, -1).join('\n'), copy: copy.join('\n') }
}

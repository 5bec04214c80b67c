type Align = 'center' | 'right' | null

/** A GFM table. Its first row is its head: Markdown knows no table without. */
export function tableMarkdown(table: HTMLTableElement, textOf: (cell: Element) => string): string {
  const rows = [...table.rows].map((row) => [...row.cells].flatMap((cell) => cellsOf(cell, textOf)))
  const used = rows.filter((row) => row.some((text) => text !== ''))
  const width = Math.max(0, ...used.map(widthOf))
  if (width <= 1) return used.map(([text = '']) => text).join('\n')
  const [head = [], ...body] = used.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? ''))
  const aligns = Array.from({ length: width }, (_, at) => alignOf(table, at))
  return [head, aligns.map(ruled), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** A cell that spans columns takes the place of as many. */
function cellsOf(cell: HTMLTableCellElement, textOf: (cell: Element) => string): string[] {
  const text = textOf(cell)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|')
  return [text, ...Array<string>(Math.max(0, Math.min(cell.colSpan, 50) - 1)).fill('')]
}

const widthOf = (row: readonly string[]) => row.findLastIndex((text) => text !== '') + 1

/** As the last row has it: heads are in the middle more often than what is below them. */
function alignOf(table: HTMLTableElement, at: number): Align {
  const cell = table.rows[table.rows.length - 1]?.cells[at]
  const align = cell?.style.textAlign || cell?.getAttribute('align')
  return align === 'center' || align === 'right' ? align : null
}

const ruled = (align: Align) => (align === null ? '---' : align === 'right' ? '--:' : ':-:')

import { applyEdit, writingIn } from './edits'
import type { Format } from './formatting'

/** Brought when the page is idle, so that it comes before the next key. */
export const bringFormatting = () => import('./formatting')

export async function applyFormat(area: HTMLTextAreaElement, format: Format): Promise<void> {
  const { formatted } = await bringFormatting()
  applyEdit(area, formatted(writingIn(area), format))
}

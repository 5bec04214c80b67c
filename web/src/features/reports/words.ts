import { t } from '../../language/t'
import type { ReportMessage } from '../../protocol.gen'

export type Reason = ReportMessage['reason']

export const REASONS: Readonly<Record<Reason, string>> = {
  spam: t('Spam // why a message is reported'),
  abuse: t('Insults or harassment'),
  danger: t('Somebody could be hurt'),
  private: t('Private information'),
  other: t('Something else // why a message is reported'),
}

/** In the order in which they are offered. */
export const EVERY_REASON = Object.keys(REASONS) as readonly Reason[]

const LINES_SHOWN = 8
const LETTERS_SHOWN = 500

/** Whether a message is folded where several are listed. */
export function isLong(body: string): boolean {
  return body.length > LETTERS_SHOWN || body.split('\n').length > LINES_SHOWN
}

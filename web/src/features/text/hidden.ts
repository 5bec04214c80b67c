import { t } from '../../language/t'
/** `||text||`, which its author hid until somebody wants to see it. */
export const HIDDEN = /\|\|(?![\s|])((?:[^|]|\|(?!\|))+)(?<!\s)\|\|/
const EACH = new RegExp(HIDDEN, 'g')

/** For places that show a text without its form: what is hidden stays so. */
export function covered(body: string): string {
  return body.replace(EACH, t('(hidden)'))
}

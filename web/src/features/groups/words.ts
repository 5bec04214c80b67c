import { t } from '../../language/t'

export const membersWords = (count: number): string =>
  t('{count, plural, one {# member} other {# members}}', { count })

import { t } from '../../language/t'

/** In larger rooms nobody calls everybody: the server says so. */
export const CALLED_LIMIT = 100

/** The words that call everybody, and what each means. */
export const WIDE = [
  { word: 'room', means: t('Notify everybody in this room') },
  { word: 'here', means: t('Notify everybody who is online') },
] as const

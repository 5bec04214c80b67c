import { t } from '../../language/t'

/** Shown instead of a blocked person's message. */
export const BLOCKED = t('Message from somebody you blocked')

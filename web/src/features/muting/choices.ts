import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Mute } from '../../protocol.gen'
import { choices } from '../later/choices'
import { whenWords } from '../later/words'

export interface MuteChoice {
  readonly level: Mute['level'] | 'everything'
  /** Null: until one chooses something else. */
  readonly endsAt: Date | null
  readonly label: string
  readonly hint: string
}

/** What a room may ask of one's attention, and for how long it may ask for nothing. */
export function muteChoices(now: Date): readonly MuteChoice[] {
  const [hour, tomorrow, monday] = choices(now).map(({ at }) => at)
  return [
    { level: 'everything', endsAt: null, label: t('Everything'), hint: t('All messages count as unread') },
    { level: 'mentions', endsAt: null, label: t('Mentions only'), hint: t('Only messages that mention you') },
    muted(null, t('Mute until I unmute it'), ''),
    muted(hour!, t('Mute for 1 hour'), clock.format(hour)),
    muted(tomorrow!, t('Mute until tomorrow'), clock.format(tomorrow)),
    ...(monday ? [muted(monday, t('Mute until Monday'), whenWords(monday, now))] : []),
  ]
}

function muted(endsAt: Date | null, label: string, hint: string): MuteChoice {
  return { level: 'nothing', endsAt, label, hint }
}

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })

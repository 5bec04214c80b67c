import { t } from '../../language/t'
/** How many recovery codes are left, and what to do about it. */
export function codesWords(left: number): string {
  return t(
    '{left, plural, =0 {You have no recovery codes left: make new ones.} one {One recovery code is left: make new ones soon.} other {# recovery codes are left.}}',
    { left },
  )
}

import { expect, it } from 'vitest'
import { digitsTyped, groupsOf, recoveryCodeTyped } from './code'

it.each([
  ['', ''],
  ['492 039', '492039'],
  [' 492-039\n', '492039'],
  ['4920391', '492039'],
  ['four', ''],
])('reads %j as the digits %j', (typed, code) => {
  expect(digitsTyped(typed)).toBe(code)
})

it.each([
  ['', ''],
  ['abc', 'ABC'],
  ['abcde', 'ABCD-E'],
  [' abcd efgh jklm npqr\n', 'ABCD-EFGH-JKLM-NPQR'],
  ['ABCD-EFGH-JKLM-NPQR-S', 'ABCD-EFGH-JKLM-NPQR'],
])('reads %j as the recovery code %j', (typed, code) => {
  expect(recoveryCodeTyped(typed)).toBe(code)
})

it('writes a secret in groups', () => {
  expect(groupsOf('JBSWY3DPEH')).toBe('JBSW Y3DP EH')
  expect(groupsOf('')).toBe('')
})

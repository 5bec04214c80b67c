import { describe, expect, it } from 'vitest'
import { beginningOf } from './beginning'

describe('the beginning of a message', () => {
  it.each([
    ['hello', 'hello'],
    ['\n\n  first\nsecond', 'first'],
    ['# Heading', 'Heading'],
    ['> quoted', 'quoted'],
    ['- [a link](https://example.org/x) and more', 'a link and more'],
    ['1. one\n2. two', 'one'],
    ['**Bold** and _soft_, `code` and ~~old~~', 'Bold and soft, code and old'],
    ['```py\nprint(1)\n```', 'print(1)'],
    ['snake_case_name * 2', 'snake_case_name * 2'],
    ['مرحبا **بكم**', 'مرحبا بكم'],
    ['***', '***'],
    ['the butler, ||not|| the ||cook\nor the maid||', 'the butler, (hidden) the (hidden)'],
  ])('%j is %j', (body, beginning) => {
    expect(beginningOf(body)).toBe(beginning)
  })
})

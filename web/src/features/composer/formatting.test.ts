import { describe, expect, it } from 'vitest'
import { edited, type Edit, type Writing } from './edits'
import { formatted, linkedTo, type Format } from './formatting'
import { drawn, writing } from './testing/drawn'

const after = (before: string, edit: (writing: Writing) => Edit) => {
  const begun = writing(before)
  return drawn(edited(begun, edit(begun)))
}

describe('a format', () => {
  it.each<[Format, string, string]>([
    ['bold', 'a |word| b', 'a **|word|** b'],
    ['bold', 'a **|word|** b', 'a |word| b'],
    ['bold', 'a |**word**| b', 'a |word| b'],
    ['bold', 'a| word |b', 'a **|word|** b'],
    ['bold', 'a |', 'a **|**'],
    ['bold', 'a **|**', 'a |'],
    ['italic', '|word|', '_|word|_'],
    ['italic', '**|word|**', '**_|word|_**'],
    ['strike', '|word|', '~~|word|~~'],
    ['code', '|word|', '`|word|`'],
    ['code', '|one\ntwo|', '```\n|one\ntwo|\n```'],
    ['block', 'see |x| there', 'see \n```\n|x|\n```\n there'],
    ['block', '|a ``` b|', '````\n|a ``` b|\n````'],
    ['link', 'a |word| b', 'a [word](|) b'],
    ['link', '|https://example.org|', '[|](https://example.org)'],
    ['link', '|', '[|]()'],
    ['bullets', 'on|e', '- on|e'],
    ['bullets', '- on|e', 'on|e'],
    ['bullets', 'zero\n|one\ntwo|', 'zero\n|- one\n- two|'],
    ['numbers', '|- one\n- two|', '|1. one\n2. two|'],
    ['numbers', '|1. one\n2. two|', '|one\ntwo|'],
    ['quote', '|one\n\ntwo|', '|> one\n> \n> two|'],
    ['quote', '|> one\n> two|', '|one\ntwo|'],
  ])('%s: %j', (format, before, expected) => {
    expect(after(before, (begun) => formatted(begun, format))).toBe(expected)
  })

  it('makes a link of words and an address', () => {
    expect(after('see |this| now', (begun) => linkedTo(begun, 'https://example.org '))).toBe(
      'see [this](https://example.org)| now',
    )
  })
})

import { expect, it } from 'vitest'
import { hasLookalikes } from './links'

it.each(['exаmple.org', 'аррӏе.com', 'gοοgle.com', 'paypaӏ.com'])('%s imitates another', (host) => {
  expect(hasLookalikes(host)).toBe(true)
})

it.each(['example.org', 'münchen.de', 'пример.рф', '例え.テスト', '東京abc.jp', 'مثال.إختبار', '1.2.3.4'])(
  '%s is what it looks like',
  (host) => {
    expect(hasLookalikes(host)).toBe(false)
  },
)

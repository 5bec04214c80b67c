import { describe, expect, it } from 'vitest'
import type { Acting, Feature, MessageAction, ShownMessage } from './feature'
import { actionOfKey, collect, offeredActions } from './registry'

const action = (id: string, order: number, more: Partial<MessageAction> = {}): MessageAction => ({
  id,
  order,
  label: id,
  icon: 'smile',
  isOffered: () => true,
  act: () => undefined,
  ...more,
})
const message = { seq: 1, erased: false, notice: null } as ShownMessage
const acting = {} as Acting

describe('what features add', () => {
  it('stands in the order that it asks for, whoever adds it', () => {
    const features: Feature[] = [
      { name: 'a', messageActions: [action('last', 900), action('first', 1)] },
      { name: 'b' },
      { name: 'c', messageActions: [action('between', 50)] },
    ]
    expect(collect(features).messageActions.map(({ id }) => id)).toEqual(['first', 'between', 'last'])
  })

  it('is offered for some messages only, by button and by letter alike', () => {
    const registry = collect([
      {
        name: 'a',
        messageActions: [
          action('edit', 1, { key: 'e', isOffered: ({ erased }) => !erased }),
          action('unread', 2, { key: 'u' }),
        ],
      },
    ])
    const erased = { ...message, erased: true }
    expect(offeredActions(registry, erased, acting).map(({ id }) => id)).toEqual(['unread'])
    expect(actionOfKey(registry, 'E', message, acting)?.id).toBe('edit')
    expect(actionOfKey(registry, 'e', erased, acting)).toBeUndefined()
    expect(actionOfKey(registry, 'x', message, acting)).toBeUndefined()
  })

  it('is offered for notices only if it is for them too', () => {
    const messageActions = [action('reply', 1, { key: 'r' }), action('unread', 2, { isForNotices: true })]
    const registry = collect([{ name: 'a', messageActions }])
    const notice = { ...message, notice: { kind: 'joined' } } as ShownMessage
    expect(offeredActions(registry, notice, acting).map(({ id }) => id)).toEqual(['unread'])
    expect(actionOfKey(registry, 'r', notice, acting)).toBeUndefined()
  })
})

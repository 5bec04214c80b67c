import { describe, expect, it } from 'vitest'
import { ALWAYS, editingChoices, editingLabel } from './editing'

describe('for how long messages can be edited', () => {
  it('is chosen from a few spans, the longest first', () => {
    expect(editingChoices(ALWAYS).map(editingLabel)).toEqual([
      'Always',
      'For 7 days',
      'For 1 day',
      'For 1 hour',
      'For 15 minutes',
      'Never',
    ])
  })

  it('can be what a program has set', () => {
    expect(editingChoices(90).map(editingLabel)).toContain('For 90 minutes')
    expect(editingChoices(1).map(editingLabel)).toContain('For 1 minute')
    expect(editingChoices(120).map(editingLabel)).toContain('For 2 hours')
  })
})

import { describe, expect, it } from 'vitest'
import type { Room } from '../../protocol.gen'
import type { Shell, SlashCommand } from '../registry/feature'
import { slashIn } from './slash'
import { SLASH_COMMANDS } from './slashCommands'

const LOBBY = {} as Room
const shell = {} as Shell

function run(name: string, rest: string) {
  const command = SLASH_COMMANDS.find((one) => one.name === name) as SlashCommand
  return command.run(rest, LOBBY, shell)
}

describe('a message that begins with a slash', () => {
  it.each([
    ['/help', 'help', ''],
    ['/Topic Lunch at one', 'topic', 'Lunch at one'],
    ['/topic  two words ', 'topic', 'two words '],
    ['/me waves\nand sits down', 'me', 'waves\nand sits down'],
    ['/etc', 'etc', ''],
  ])('%j is a command', (body, name, rest) => {
    expect(slashIn(body)).toEqual({ name, rest })
  })

  it.each(['/', '//comment', '/usr/bin/env', '/2 of it', ' /me waves', 'and /me', '/me, myself', '/ö'])(
    '%j is text',
    (body) => {
      expect(slashIn(body)).toBeNull()
    },
  )
})

describe('/me', () => {
  it('is in italics, every paragraph of it', () => {
    expect(run('me', 'waves')).toBe('_waves_')
    expect(run('me', 'waves\n\nand sits down ')).toBe('_waves_\n\n_and sits down_')
  })

  it('asks for what is missing', () => {
    expect(() => run('me', ' ')).toThrow('Write behind it what you do')
  })
})

it('/shrug comes behind what is written, if anything is', () => {
  expect(run('shrug', '')).toBe('¯\\\\\\_(ツ)\\_/¯')
  expect(run('shrug', 'no idea')).toBe('no idea ¯\\\\\\_(ツ)\\_/¯')
})

// @vitest-environment jsdom
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FEATURES } from './all'
import { collect } from './registry/registry'

const HERE = import.meta.dirname
const registry = collect(FEATURES)
const declared = readdirSync(HERE).filter((name) =>
  ['feature.ts', 'feature.tsx'].some((file) => name !== 'registry' && existsSync(join(HERE, name, file))),
)

describe('the list of features', () => {
  it('names every folder that declares one, and nothing else', () => {
    const text = readFileSync(join(HERE, 'all.ts'), 'utf8')
    const imported = [...text.matchAll(/from '\.\/([\w-]+)\/feature'/g)].map(([, folder]) => folder)
    expect(imported.filter((folder) => folder !== 'registry').toSorted()).toEqual(declared.toSorted())
    expect(FEATURES.map(({ name }) => name).toSorted()).toEqual(declared.toSorted())
  })

  it.each(Object.entries(registry))('has one entry of each id and order in %s', (_place, entries) => {
    const ids = entries.flatMap((entry) => ('id' in entry ? [entry.id] : []))
    const orders = entries.flatMap((entry) => ('group' in entry || !('order' in entry) ? [] : [entry.order]))
    expect(ids).toEqual([...new Set(ids)])
    expect(orders).toEqual([...new Set(orders)])
  })

  it('gives each letter to one action on a message', () => {
    const letters = registry.messageActions.flatMap(({ key = [] }) => key)
    expect(letters).toEqual([...new Set(letters)])
    expect(letters.filter((letter) => !/^[a-z]$/.test(letter))).toEqual([])
  })

  it('gives each slash command a name of its own, which can be typed', () => {
    const names = registry.slashCommands.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names.filter((name) => !/^[a-z][a-z-]*$/.test(name))).toEqual([])
  })

  it('gives no panel an address that a message could have', () => {
    const paths = registry.panels.map(({ path }) => path)
    expect(paths).toEqual([...new Set(paths)])
    expect(paths.filter((path) => !/^[a-z][a-z-]*$/.test(path))).toEqual([])
  })
})

// @vitest-environment jsdom
import { createRoot } from 'react-dom/client'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { brought } from './brought'

const Word = ({ word }: { word: string }) => <b>{word}</b>

function shown(view: ReactNode): HTMLElement {
  const root = document.createElement('div')
  createRoot(root).render(view)
  return root
}

it('shows something else until it is there', async () => {
  const Part = brought(async () => ({ default: Word }))
  const root = shown(<Part word="here" meanwhile={<i>soon</i>} />)
  await vi.waitFor(() => expect(root.innerHTML).toBe('<i>soon</i>'))
  await vi.waitFor(() => expect(root.innerHTML).toBe('<b>here</b>'))
})

it('is shown at once when it was brought before, and is loaded once', async () => {
  const load = vi.fn(async () => ({ default: Word }))
  const Part = brought(load)
  await Part.bring()
  const root = shown(<Part word="here" meanwhile={<i>soon</i>} />)
  expect(root.innerHTML).toBe('<b>here</b>')
  await Part.bring()
  expect(load).toHaveBeenCalledTimes(1)
})

it('is loaded again where it could not be', async () => {
  const load = vi.fn(async () => ({ default: Word })).mockRejectedValueOnce(new Error('Not connected.'))
  const Part = brought(load)
  await expect(Part.bring()).rejects.toThrow('Not connected.')
  const root = shown(<Part word="here" />)
  await vi.waitFor(() => expect(root.innerHTML).toBe('<b>here</b>'))
})

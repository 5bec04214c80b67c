import { describe, expect, it, vi } from 'vitest'
import { keep, take, takeReturned } from './kept'

function storage(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  } as Storage
}

describe('what a tab keeps while it is at a provider', () => {
  it('is there once', () => {
    const tab = storage()
    keep({ next: '/r/lobby', purpose: 'link' }, tab)
    expect(take(tab)).toEqual({ next: '/r/lobby', purpose: 'link' })
    expect(take(tab)).toEqual({ next: '/', purpose: 'sign-in' })
  })

  it.each(['', '{', '7', '{"next":7,"purpose":"link"}', '{"next":"/","purpose":"x"}'])(
    'is nothing where it is %s',
    (text) => {
      const tab = storage()
      tab.setItem('parley.provider', text)
      expect(take(tab)).toEqual({ next: '/', purpose: 'sign-in' })
      expect(take(undefined)).toEqual({ next: '/', purpose: 'sign-in' })
    },
  )
})

describe('what a provider adds to the address', () => {
  const at = (search: string) => {
    const replaceState = vi.fn()
    const location = { search, pathname: '/sign-in/provider' } as Location
    const history = { replaceState, state: null } as unknown as History
    return { returned: takeReturned({ location, history }), replaceState }
  }

  it('is taken out of it', () => {
    const { returned, replaceState } = at('?code=c&state=s&iss=https%3A%2F%2Fid.example')
    expect(returned).toEqual({ code: 'c', state: 's', iss: 'https://id.example', error: null })
    expect(replaceState).toHaveBeenCalledWith(null, '', '/sign-in/provider')
  })

  it('may be a no', () => {
    expect(at('?error=access_denied&state=s').returned?.error).toBe('access_denied')
  })

  it('may be missing', () => {
    expect(at('').returned).toBeNull()
    expect(at('?code=c').returned).toBeNull()
  })
})

import { useCallback, useEffect, useRef, useState } from 'react'
import { Refusal } from '../../sync/errors'
import { useClientState } from '../session/context'
import { readPages, type Page, type PageAsked } from './readPages'

const PAGE = 20

/** What moderators are asked to look at: asked for again when it has changed. `ask` is the same for the same place. */
export function useQueue<Item extends { readonly id: string }>(
  ask: (page: PageAsked) => Promise<Page<Item>>,
) {
  const changes = useClientState(({ reportChanges }) => reportChanges)
  const isLive = useClientState(({ connection }) => connection.phase === 'live')
  const [found, setFound] = useState<Page<Item> | null>(null)
  const [error, setError] = useState<Error | null>(null)
  // An answer that was under way while something was dealt with still has it.
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  /** As many as were shown, when the list is read again. */
  const wanted = useRef(PAGE)
  const asked = useRef(0)

  const load = useCallback(async () => {
    const turn = ++asked.current
    try {
      const page = await readPages(ask, wanted.current)
      if (turn !== asked.current) return
      setFound(page)
      setError(null)
    } catch (failure) {
      if (turn === asked.current) setError(failure as Error)
    }
  }, [ask])
  useEffect(() => {
    if (isLive) void load()
  }, [load, changes, isLive])
  useEffect(() => () => void asked.current++, [])

  return {
    items: found?.items.filter(({ id }) => !done.has(id)),
    people: found?.people ?? {},
    more: found?.more ?? false,
    error,
    load,
    showMore() {
      wanted.current += PAGE
      void load()
    },
    /** Also done if somebody else has dealt with it meanwhile. */
    async finish(id: string, act: () => Promise<unknown>): Promise<void> {
      try {
        await act()
      } catch (failure) {
        if (!(failure instanceof Refusal && failure.code === 'not_found')) throw failure
      }
      setDone((before) => new Set([...before, id]))
    },
  }
}

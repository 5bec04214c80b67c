import { createElement, useEffect, useState, type ComponentType } from 'react'

export interface Brought<P> {
  (props: P): ReturnType<typeof createElement> | null
  /** Loads it. Features list it under `later`, so that it is there before somebody wants it. */
  bring(): Promise<void>
}

/** A part that is no part of the first load. Once it has been brought it is shown at once, and until then nothing is. */
export function brought<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): Brought<P> {
  let View: ComponentType<P> | null = null
  const bring = async () => {
    View ??= (await load()).default
  }
  function Part(props: P) {
    const [, setThere] = useState(View !== null)
    useEffect(() => {
      if (!View) void bring().then(() => setThere(true))
    }, [])
    return View && createElement(View, props)
  }
  return Object.assign(Part, { bring })
}

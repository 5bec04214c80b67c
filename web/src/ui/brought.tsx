import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

export interface Brought<P> {
  (props: P & Meanwhile): ReactNode
  /** Loads it. Features list it under `later`, so that it is there before somebody wants it. */
  bring(): Promise<void>
}

interface Meanwhile {
  /** Shown in its place while it loads. */
  meanwhile?: ReactNode
}

/** A part of the page that the first load leaves out. Once it has been brought it is shown at once. */
export function brought<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): Brought<P> {
  let Loaded: ComponentType<P> | null = null
  const bring = async () => {
    Loaded ??= (await load()).default
  }
  function Part({ meanwhile, ...props }: P & Meanwhile) {
    const View = Loaded
    const [, setThere] = useState(false)
    useEffect(() => {
      if (!View) void bring().then(() => setThere(true))
    }, [])
    return View ? <View {...(props as unknown as P)} /> : meanwhile
  }
  return Object.assign(Part, { bring })
}

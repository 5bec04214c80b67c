import { createElement, lazy, Suspense, type ComponentType } from 'react'

/** A part of the page that is loaded when it is first shown. Until then nothing is shown: it would be a flash. */
export function onDemand<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  const View = lazy(load)
  return (props: P) => <Suspense>{createElement(View as unknown as ComponentType<P>, props)}</Suspense>
}

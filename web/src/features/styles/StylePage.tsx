import { useLayoutEffect, useRef, type ComponentType } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { Choice } from '../../ui/Choice'
import { useTitle } from '../../ui/useTitle'
import { ACCENTS, DENSITIES, TEXTS, THEMES, useLook } from '../appearance/look'
import { EXAMPLES, type Examples } from './examples'

/** Where the examples believe to be: their links lead nowhere. */
const NOWHERE = memoryLocation({ path: '/r/lobby', static: true })

/** Every component in every state, for people who develop Parley. */
export function StylePage() {
  const page = useRef<HTMLElement>(null)
  useTitle('Style')
  useLayoutEffect(() => {
    // Each composer takes the focus, and the page would open at the last of them.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    page.current?.scrollTo(0, 0)
  }, [])
  return (
    <main ref={page} className="relative h-dvh overflow-y-auto bg-canvas">
      <div className="mx-auto flex max-w-(--column) flex-col gap-5 p-4">
        <h1 className="text-xl font-semibold">Style</h1>
        <Looks />
        <Router hook={NOWHERE.hook}>
          {EXAMPLES.map((examples) => (
            <Section key={examples.id} {...examples} />
          ))}
        </Router>
      </div>
    </main>
  )
}

function Looks() {
  const [look, change] = useLook()
  return (
    <div className="flex flex-col gap-3">
      <One legend="Theme" options={THEMES} chosen={look.theme} onChoose={(theme) => change({ theme })} />
      <One legend="Accent" options={ACCENTS} chosen={look.accent} onChoose={(accent) => change({ accent })} />
      <One legend="Text" options={TEXTS} chosen={look.text} onChoose={(text) => change({ text })} />
      <One
        legend="Density"
        options={DENSITIES}
        chosen={look.density}
        onChoose={(density) => change({ density })}
      />
    </div>
  )
}

interface OneProps<T extends string> {
  legend: string
  options: readonly T[]
  chosen: T
  onChoose: (value: T) => void
}

function One<T extends string>(props: OneProps<T>) {
  const words = Object.fromEntries(props.options.map((option) => [option, option])) as unknown as Record<
    T,
    string
  >
  return <Choice {...props} words={words} />
}

function Section({ id, title, states }: Examples) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="flex flex-col gap-4 border-t border-line py-4"
    >
      <h2 id={`${id}-title`} className="text-lg font-semibold">
        {title}
      </h2>
      {Object.entries(states).map(([name, View]) => (
        <State key={name} name={name} View={View} />
      ))}
    </section>
  )
}

function State({ name, View }: { name: string; View: ComponentType }) {
  return (
    <div data-state={name}>
      <p className="pb-2 text-xs text-faint">{name}</p>
      <View />
    </div>
  )
}

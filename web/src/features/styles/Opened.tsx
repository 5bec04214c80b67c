import { useState, type ReactNode } from 'react'
import { Button } from '../../ui/Button'

interface Props {
  name: string
  children: (close: () => void, anchor: DOMRect) => ReactNode
}

/** A button that opens what lies above everything else, of which there can be one at a time. */
export function Opened({ name, children }: Props) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  return (
    <>
      <Button onClick={({ currentTarget }) => setAnchor(currentTarget.getBoundingClientRect())}>
        {name}
      </Button>
      {anchor && children(() => setAnchor(null), anchor)}
    </>
  )
}

import { useState, type DragEvent } from 'react'

/** Only the page that drags a room reads what it is: other pages drop nothing here. */
const KIND = 'application/x-parley-room'
/** The end of a list, as something to drop a row on. */
const END = ''

/** Puts a dragged room before another one of the list, or at its end. */
export type Put = (room: string, before: string | null) => void

export interface Drops {
  /** What a row is held above: its room, '' for the end of the list, null for nothing. */
  readonly over: string | null
  /** For an element on which rows can be dropped: a row, or all of the list. */
  onto(place?: string): Pick<React.HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDrop' | 'onDragLeave'>
}

/** A list that takes the rows of any list of the sidebar. */
export function useDrops(put: Put | undefined): Drops {
  const [over, setOver] = useState<string | null>(null)
  const onto = (place = END) => {
    if (!put) return {}
    return {
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes(KIND)) return
        event.preventDefault()
        event.stopPropagation()
        setOver(place)
      },
      onDragLeave({ currentTarget, relatedTarget }: DragEvent) {
        if (place === END && !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)))
          setOver(null)
      },
      onDrop(event: DragEvent) {
        const room = event.dataTransfer.getData(KIND)
        if (!room) return
        event.preventDefault()
        event.stopPropagation()
        setOver(null)
        if (room !== place) put(room, place === END ? null : place)
      },
    }
  }
  return { over, onto }
}

/** What makes an element a row that a mouse can drag. The room's menu moves it as well. */
export function useDrag(room: string, name: string) {
  const [isDragged, setDragged] = useState(false)
  const drag = {
    draggable: true,
    onDragStart({ dataTransfer }: DragEvent) {
      dataTransfer.setData(KIND, room)
      dataTransfer.setData('text/plain', name)
      dataTransfer.effectAllowed = 'move'
      setDragged(true)
    },
    onDragEnd: () => setDragged(false),
  }
  return { isDragged, drag }
}

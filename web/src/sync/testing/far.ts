import { vi } from 'vitest'
import type { ServerFrame } from '../../protocol.gen'
import type { ConnectionState } from '../connection'
import { Socket } from '../socket'
import { welcome } from './room-log'

/** The far end of a socket, in the test's hands. */
export class FakeSocket {
  sent: { type: string; ref?: number }[] = []
  closed = false
  readyState: number = WebSocket.OPEN
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null

  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
    this.readyState = WebSocket.CLOSING
  }
  says(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  welcomes() {
    this.onopen?.()
    this.says(welcome())
  }
  breaks(code = 1006) {
    this.onclose?.({ code })
  }
}

/** A socket that keeps itself alive, towards far ends in the test's hands. */
export function connected({ renew = async () => true }: { renew?: () => Promise<boolean> } = {}) {
  const opened: FakeSocket[] = []
  const states: ConnectionState[] = []
  const frames: ServerFrame[] = []
  const renewed = vi.fn(renew)
  const page = { seen: true }
  const socket = new Socket({
    open: () => {
      opened.push(new FakeSocket())
      return opened.at(-1) as unknown as WebSocket
    },
    hello: () => ({ epoch: 'e1' }),
    renew: renewed,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    isSeen: () => page.seen,
    now: () => Date.now(),
    random: () => 0.5,
  })
  socket.start()
  return {
    socket,
    page,
    opened,
    states,
    frames,
    renewed,
    last: () => opened.at(-1)!,
    phase: () => states.at(-1)?.phase,
  }
}

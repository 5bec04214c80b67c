import { FORGET_AFTER_MS } from './typing'

const REPEAT_AFTER_MS = 3_000
/** The server that counts typists looks who is left once a second. */
const COUNT_MS = 1_000

export interface TypistDeps {
  /** Fire and forget: nobody who writes wants to hear that it failed. */
  say: (room: string, isTyping: boolean) => void
  live: () => boolean
  /** Whether a message of theirs is under way: coming later, it would end what is said before. */
  isSending: (room: string) => boolean
  now: () => number
}

/** Says that its person is typing. What cannot be said at once is not said at all: later it would not be true. */
export class Typist {
  private said: { readonly room: string; readonly at: number; readonly isOver: boolean } | null = null

  constructor(private readonly deps: TypistDeps) {}

  /** The text has changed under somebody's hands. */
  typed(room: string, text: string): void {
    if (text.trim() === '') return this.paused(room)
    const now = this.deps.now()
    const { said } = this
    const isFresh = said?.room === room && !said.isOver && now - said.at < REPEAT_AFTER_MS
    if (isFresh || !this.deps.live() || this.deps.isSending(room)) return
    this.said = { room, at: now, isOver: false }
    this.deps.say(room, true)
  }

  /** They are not typing any more: nothing is left of the text, or they look elsewhere. */
  paused(room: string): void {
    if (this.said?.room !== room) return
    const { isOver } = this.said
    this.said = null
    if (!isOver && this.deps.live()) this.deps.say(room, false)
  }

  /** The message itself ends it for those who read it. */
  sent(room: string): void {
    if (this.said?.room === room) this.said = { ...this.said, isOver: true }
  }

  /** Whether they are among those whom the server counts: it forgets them no sooner for a message. */
  isCounted(room: string): boolean {
    return this.said?.room === room && this.deps.now() - this.said.at < FORGET_AFTER_MS + COUNT_MS
  }
}

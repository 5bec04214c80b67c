/** Those who read it forget it after 6 s. */
const REPEAT_AFTER_MS = 3_000

export interface TypistDeps {
  /** Fire and forget: nobody who writes wants to hear that it failed. */
  say: (room: string, isTyping: boolean) => void
  live: () => boolean
  now: () => number
}

/** Says that its person is typing. What cannot be said at once is not said at all: later it would not be true. */
export class Typist {
  private said: { readonly room: string; readonly at: number } | null = null

  constructor(private readonly deps: TypistDeps) {}

  /** The text has changed under somebody's hands. */
  typed(room: string, text: string): void {
    if (text.trim() === '') return this.paused(room)
    const now = this.deps.now()
    const isFresh = this.said?.room === room && now - this.said.at < REPEAT_AFTER_MS
    if (isFresh || !this.deps.live()) return
    this.said = { room, at: now }
    this.deps.say(room, true)
  }

  /** They are not typing any more: nothing is left of the text, or they look elsewhere. */
  paused(room: string): void {
    if (this.said?.room !== room) return
    this.said = null
    if (this.deps.live()) this.deps.say(room, false)
  }

  /** The message itself ends it for those who read it. */
  sent(room: string): void {
    if (this.said?.room === room) this.said = null
  }
}

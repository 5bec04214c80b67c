/** Without any input for this long, somebody is not there. */
export const AWAY_AFTER_MS = 5 * 60_000

export interface AttentionDeps {
  say: (state: 'online' | 'away') => void
  live: () => boolean
  now: () => number
}

/**
 * Whether somebody is at this page: away after five minutes without a sign of them, online at the next one. A hidden page
 * gets no input, so the time since the last input covers hiding too. The server takes the best of a person's pages.
 */
export class Attention {
  private state: 'online' | 'away' = 'online'
  private lastSign: number
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly deps: AttentionDeps) {
    this.lastSign = deps.now()
  }

  start(): void {
    this.watch()
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  /** An input, or the page came to the front. */
  sign(): void {
    this.lastSign = this.deps.now()
    if (this.state === 'away') this.become('online')
  }

  /** A new connection is taken for somebody who is there. */
  welcomed(): void {
    if (this.state === 'away') this.deps.say('away')
  }

  /** Moving a timer with every move of a pointer would cost more than it is worth: it looks again when it fires. */
  private watch(): void {
    const left = this.lastSign + AWAY_AFTER_MS - this.deps.now()
    if (left > 0) {
      this.timer = setTimeout(() => this.watch(), left)
    } else {
      this.become('away')
    }
  }

  private become(state: 'online' | 'away'): void {
    this.state = state
    if (this.deps.live()) this.deps.say(state)
    if (state === 'online') this.watch()
  }
}

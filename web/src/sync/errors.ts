/** The server said no. `code` is one of the protocol's; `retryable` says whether the same request may work later. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly retryable: boolean
  readonly retryAfterMs: number | null
  /** The field that an `invalid` is about. */
  readonly field: string | null
  /** With this signing in goes on, where the first step was right and a second factor is required. */
  readonly step: string | null

  constructor(refused: {
    code: string
    message: string
    retryable: boolean
    retry_after_ms?: number | null | undefined
    field?: string | null | undefined
    step?: string | null | undefined
  }) {
    super(refused.message)
    this.code = refused.code
    this.retryable = refused.retryable
    this.retryAfterMs = refused.retry_after_ms ?? null
    this.field = refused.field ?? null
    this.step = refused.step ?? null
  }
}

/** There was no answer: whether the request arrived is not known. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

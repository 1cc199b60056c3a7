/** States of a paid request for one picture: `asked` before it is sent, `created` once its prediction has an id, then its end. */
type CallState = 'asked' | 'created' | 'done' | 'failed'

interface CallRecord {
  /** Identifies the request, whichever process sends it and however often it is started. */
  readonly key: string
  readonly state: CallState
  /** The prediction's id; null until it is known. */
  readonly externalId: string | null
}

/** Why a request failed, and whether another attempt may succeed. */
export interface CallFailure {
  readonly error: string
  readonly again: boolean
}

/**
 * Journal of paid requests, with the budget that they share: for one run in this library's database, or for a fleet in PostgreSQL. Each
 * write is durable when it resolves and comes before the action, so that after a crash between the two the next process finds the intent.
 * `Result`: the picture's metadata, or the failure.
 */
export interface CallJournal<Call extends { readonly key: string; readonly priceUsd: number }, Result> {
  /**
   * Reserves the price and writes the intent. An existing intent is returned as it is and counts once. Returns null, with nothing written,
   * when no slot at the service is free. Throws LIMIT, with nothing written, when the budget does not allow the request.
   */
  reserve(call: Call): Promise<(CallRecord & { readonly isNew: boolean }) | null>
  /** Records that the prediction exists: the reserved price is spent. A second call with the same id does nothing. */
  created(key: string, externalId: string): Promise<void>
  /** Records the request's end; its cost replaces its price. */
  ended(key: string, state: 'done' | 'failed', costUsd: number, result: Result): Promise<void>
  /** Returns the requests that have not ended, by any process. */
  open(): Promise<readonly CallRecord[]>
  /** Returns the dollars reserved for requests without an id, and the dollars spent. */
  money(): Promise<{ readonly reservedUsd: number; readonly spentUsd: number }>
}

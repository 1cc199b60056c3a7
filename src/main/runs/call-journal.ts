/** A request for one picture that costs money: `asked` before it leaves, `created` once its prediction has an id, then its end. */
type CallState = 'asked' | 'created' | 'done' | 'failed'

interface CallRecord {
  /** Names the request among all, whoever makes it and however often it is begun. */
  readonly key: string
  readonly state: CallState
  /** The prediction's id; null until it is known. */
  readonly externalId: string | null
}

/** Why a request came to nothing, and whether another attempt may mend that. */
export interface CallFailure {
  readonly error: string
  readonly again: boolean
}

/**
 * The journal of what is paid for, with the budget that its requests share: of one run, in this library's database, or of a fleet, in
 * PostgreSQL. Each write is durable when it resolves and comes before the act that it is about, so that whoever dies between the two
 * leaves an intent that the next one finds. `Result`: what is known of a picture, or the failure.
 */
export interface CallJournal<Call extends { readonly key: string; readonly priceUsd: number }, Result> {
  /**
   * Sets the price aside and writes the intent. An intent that is there already is answered as it stands, and counts once. Null: there is no
   * place at the service now, and nothing was written. Throws LIMIT, with nothing written, for what the budget does not allow.
   */
  reserve(call: Call): Promise<(CallRecord & { readonly isNew: boolean }) | null>
  /** The prediction exists: what was set aside is spent. Again with the same id it does nothing. */
  created(key: string, externalId: string): Promise<void>
  /** Its end; what it cost takes the place of its price. */
  ended(key: string, state: 'done' | 'failed', costUsd: number, result: Result): Promise<void>
  /** What was asked for and has not ended, by whomever. */
  open(): Promise<readonly CallRecord[]>
  /** Set aside for what is asked for without an id, and spent. */
  money(): Promise<{ readonly reservedUsd: number; readonly spentUsd: number }>
}

export type ActorSelection = 'all' | readonly string[]

export interface Progress {
  readonly phase: string
  readonly done: number
  readonly total: number
  readonly etaSeconds: number | null
  readonly costUsd?: number
  readonly bytes?: { readonly done: number; readonly total: number }
}

/** Options of an operation that its caller waits for. */
export interface OperationOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

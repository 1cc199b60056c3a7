export type Operation =
  | 'account'
  | 'model'
  | 'upload'
  | 'file'
  | 'create'
  | 'get'
  | 'list'
  | 'download'
  | 'train'
  | 'training'
  | 'trainings'
  | 'cancelTraining'
  | 'createModel'

/** What goes wrong with one request. */
export type Trouble =
  /** The socket is torn down before anything was done, or after: the caller cannot tell which. */
  | 'reset before'
  | 'reset after'
  /** A list as it was before anything was made. */
  | 'lagging'
  /** Done, but its status is one that no document names. */
  | 'unknown status'
  /** Done, but the body is no JSON, or no picture. */
  | 'garbled'
  /** Half of the body, then the socket is torn down. */
  | 'partial'
  | { readonly slowMs: number }
  /** The socket is torn down, and so much later the request is taken all the same. */
  | { readonly lateMs: number }
  | {
      readonly status: number
      readonly detail?: string
      /** Seconds, in the header, in the body, or in the text alone. */
      readonly retryAfter?: { readonly header?: number; readonly body?: number; readonly text?: number }
      readonly location?: string
      /** Puts the caller's own token into the text, as a careless proxy would. */
      readonly echoToken?: boolean
    }

/** How a prediction ends other than with a picture. */
export type Ending =
  | 'moderation'
  | 'interrupted'
  | 'broken'
  | 'aborted'
  | 'canceled'
  | 'null output'
  | 'expired'
  | 'endless'
  | 'foreign picture'
  /** 4 × 4 px, or half of each side of what was asked for. */
  | 'tiny picture'
  | 'half-size picture'

export type Fault = {
  /** The next `times` requests of a kind (1), after `skip` of them (0). */
  readonly times?: number
  readonly skip?: number
} & (
  | { readonly on: Operation; readonly trouble: Trouble }
  | { readonly on: 'ending'; readonly ending: Ending; readonly prompt?: RegExp }
)

export interface Faults {
  add(fault: Fault): void
  trouble(on: Operation): Trouble | null
  ending(prompt: string): Ending | null
}

export function createFaults(initial: readonly Fault[]): Faults {
  const waiting = initial.map(counted)
  const next = (matches: (fault: Fault) => boolean): Fault | null => {
    for (const entry of waiting) {
      if (entry.times <= 0 || !matches(entry.fault)) continue
      if (entry.skip-- > 0) continue
      entry.times -= 1
      return entry.fault
    }
    return null
  }
  return {
    add: (fault) => void waiting.push(counted(fault)),
    trouble(on) {
      const fault = next((one) => one.on === on)
      return fault && fault.on !== 'ending' ? fault.trouble : null
    },
    ending(prompt) {
      const fault = next((one) => one.on === 'ending' && (one.prompt?.test(prompt) ?? true))
      return fault?.on === 'ending' ? fault.ending : null
    },
  }
}

const counted = (fault: Fault) => ({ fault, times: fault.times ?? 1, skip: fault.skip ?? 0 })

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

/** The fault of one request. */
export type Trouble =
  /** The socket is destroyed before the work or after it; the caller cannot tell which. */
  | 'reset before'
  | 'reset after'
  /** An outdated list, from before anything was generated. */
  | 'lagging'
  /** The work is done, but the status is not a documented one. */
  | 'unknown status'
  /** The work is done, but the body is not JSON, or not a picture. */
  | 'garbled'
  /** Half of the body is sent, then the socket is destroyed. */
  | 'partial'
  | { readonly slowMs: number }
  /** The socket is destroyed, and the request is accepted this much later all the same. */
  | { readonly lateMs: number }
  | {
      readonly status: number
      readonly detail?: string
      /** Seconds to wait, in the header, in the body, or only in the text. */
      readonly retryAfter?: { readonly header?: number; readonly body?: number; readonly text?: number }
      readonly location?: string
      /** Puts the caller's own token into the text, as a careless proxy might. */
      readonly echoToken?: boolean
    }

/** An ending of a prediction without a good picture. */
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
  /** 4 × 4 px, or half of each requested side. */
  | 'tiny picture'
  | 'half-size picture'

export type Fault = {
  /** Affects the next `times` requests of a kind (default 1), after `skip` of them (default 0). */
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

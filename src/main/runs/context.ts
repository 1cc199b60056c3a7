import type { Checks } from './budget.ts'
import type { Journal } from './journal.ts'
import type { Pace } from './pace.ts'
import type { RunGenerator, RunPorts } from './ports.ts'
import type { StepCalls } from './step-calls.ts'
import type { Stop } from './stop.ts'

/** Everything needed to update one run's journal, files and manifests. */
export interface Bookkeeping {
  readonly runId: string
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Reports the current phase and that the journal has changed. */
  readonly say: (phase?: string) => void
}

export interface Stoppable extends Bookkeeping {
  readonly stop: Stop
}

/** Context shared by everything that executes one run. */
export interface RunContext extends Stoppable {
  readonly concurrency: number
  readonly generator: RunGenerator
  /** Journal of the run's paid requests. */
  readonly calls: StepCalls
  readonly checks: Checks
  readonly pace: Pace
  /** True when results of earlier requests are only found and fetched; no paid request is sent. */
  readonly findOnly: boolean
}

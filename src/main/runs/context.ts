import type { Checks } from './budget.ts'
import type { Journal } from './journal.ts'
import type { Pace } from './pace.ts'
import type { RunGenerator, RunPorts } from './ports.ts'
import type { StepCalls } from './step-calls.ts'
import type { Stop } from './stop.ts'

/** What it takes to bring one run's journal, files and manifests in step. */
export interface Bookkeeping {
  readonly runId: string
  readonly journal: Journal
  readonly ports: RunPorts
  readonly now: () => Date
  /** Says what is happening and that the journal has moved on. */
  readonly say: (phase?: string) => void
}

export interface Stoppable extends Bookkeeping {
  readonly stop: Stop
}

/** What everything that carries out one run shares. */
export interface RunContext extends Stoppable {
  readonly concurrency: number
  readonly generator: RunGenerator
  /** What it pays for. */
  readonly calls: StepCalls
  readonly checks: Checks
  readonly pace: Pace
  /** What was asked for is found and fetched; nothing is asked for that costs money. */
  readonly findOnly: boolean
}

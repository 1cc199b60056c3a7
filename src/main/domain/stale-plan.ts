import { EvencastError } from './error.ts'

/** Input for planning again. */
export interface PlanAgain {
  readonly root: string
  readonly actorIds: readonly string[]
  /** The requested generator; null when none was given. */
  readonly generator: string | null
}

/** A stored plan that no longer matches what would run. The command line adds the command that plans again. */
export class StalePlanError extends EvencastError {
  readonly again: PlanAgain

  constructor(message: string, again: PlanAgain) {
    super('STALE_PLAN', message)
    this.name = 'StalePlanError'
    this.again = again
  }
}

const quoted = (word: string): string =>
  /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`

/** Returns the shell command that plans again; with `--all` when there are too many actors to name. */
export function planAgainCommand({ root, actorIds, generator }: PlanAgain): string {
  const actors = actorIds.length > 20 ? ['--all'] : ['--actor-id', ...actorIds]
  const by = generator === null ? [] : ['--generator', generator]
  return ['evencast', 'plan', root, ...by, ...actors].map(quoted).join(' ')
}

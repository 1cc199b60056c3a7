import { EvencastError } from './error.ts'

/** What would have to be planned again. */
export interface PlanAgain {
  readonly root: string
  readonly actorIds: readonly string[]
  /** The generator that was asked for; null: none was. */
  readonly generator: string | null
}

/** A plan that is not what would be carried out. A command line adds the command that plans again. */
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

/** The command that plans again, ready to paste; all actors where it would name too many. */
export function planAgainCommand({ root, actorIds, generator }: PlanAgain): string {
  const actors = actorIds.length > 20 ? ['--all'] : ['--actor-id', ...actorIds]
  const by = generator === null ? [] : ['--generator', generator]
  return ['evencast', 'plan', root, ...by, ...actors].map(quoted).join(' ')
}

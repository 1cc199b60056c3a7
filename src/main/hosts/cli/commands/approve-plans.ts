import { EvencastError } from '../../../domain/error.ts'
import { namedActors } from '../../../domain/reached.ts'
import type { WaitingPlan } from '../../../fleet/carrier.ts'
import type { Control } from '../../../fleet/control.ts'
import type { Frame } from '../frame.ts'
import { type ActorFlags, selection } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table, usd } from '../table.ts'

export interface ApproveFlags extends ActorFlags {
  readonly plan?: readonly string[]
  readonly yes?: true
}

type Asked = Pick<Frame, 'note'> & { readonly terminal: Pick<Frame['terminal'], 'ask'> }

/** Approves exactly the plans that it has listed, because another window may plan an actor again at any time. */
export const approvePlans =
  ({ terminal, note }: Asked) =>
  async (control: Pick<Control, 'planned' | 'approveShown'>, flags: ApproveFlags): Promise<Outcome> => {
    if (!terminal.ask && !flags.yes && !flags.plan)
      throw new EvencastError(
        'BAD_INPUT',
        'There is no terminal to ask for confirmation. Add --yes to approve what is listed, or name plans with --plan.',
      )
    const all = await control.planned(flags.plan && !flags.actorId ? 'all' : selection(flags))
    const ids = flags.plan && new Set(flags.plan)
    const plans = ids ? all.filter(({ plan }) => ids.delete(plan)) : all
    for (const line of listed(plans)) note(line)
    const agreed = plans.length > 0 && (flags.yes || !terminal.ask || (await terminal.ask(question(plans))))
    const { approved, changed, cancelled } = agreed
      ? await control.approveShown(new Map(plans.map(({ actorId, plan }) => [actorId, plan])))
      : { approved: 0, changed: [], cancelled: [] }
    const notes = [
      ...(changed.length > 0 ? [`${namedActors(changed)}: planned again in the meantime, so not approved.`] : []),
      ...(cancelled.length > 0 ? [`${namedActors(cancelled)}: cancelled in the meantime, so not approved.`] : []),
      ...(ids && ids.size > 0
        ? [`No plan waits for approval as ${[...ids].join(', ')}: it was planned again, approved or cancelled.`]
        : []),
    ]
    return {
      report: { approved, changed, cancelled },
      lines: [`${plural(approved, 'plan')} approved.`],
      notes,
      failed: notes.length > 0,
    }
  }

const listed = (plans: readonly WaitingPlan[]): readonly string[] =>
  plans.length === 0
    ? []
    : table(
        ['actor', 'remove', 'generate', 'about'],
        plans.map(({ actorId, deletions, generations, estimatedUsd }) => [
          actorId,
          String(deletions),
          String(generations),
          usd(estimatedUsd),
        ]),
        ['left', 'right', 'right', 'right'],
      )

function question(plans: readonly WaitingPlan[]): string {
  const sum = (of: (plan: WaitingPlan) => number) => plans.reduce((total, plan) => total + of(plan), 0)
  const [deletions, generations] = [sum((plan) => plan.deletions), sum((plan) => plan.generations)]
  return `Remove ${plural(deletions, 'image')} and generate ${generations} for ${plural(plans.length, 'actor')}, about ${usd(sum((plan) => plan.estimatedUsd))}?`
}

import { knownFleetAddress, knownS3Keys } from '../../../app/fleet-address.ts'
import { type Command, InvalidArgumentError } from 'commander'
import { EvencastError } from '../../../domain/error.ts'
import type { Settings } from '../../../contract/settings.ts'
import type { Control } from '../../../fleet/control.ts'
import type { AddCommand, Frame } from '../frame.ts'
import { type ActorFlags, generatorOption, parseAmount, selection } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import { plural, table, usd } from '../table.ts'
import { EVENTS_SHOWN, withEvents } from './fleet-events.ts'
import { type ApproveFlags, approvePlans } from './approve-plans.ts'
import { followRuns } from './follow-runs.ts'

export interface FleetFlag {
  readonly fleet?: string
}

/**
 * Returns the fleet's address from the flag, the environment or the stored secret, in this order. Never print it, because it may contain a
 * password.
 */
export const addressOf = async ({ fleet }: FleetFlag, { env, places }: Frame['terminal']): Promise<string> =>
  fleet || knownFleetAddress({ env, configDir: places.configDir })

export function parseCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return count
}

export const FLEET_FLAG = [
  '--fleet <url>',
  'the fleet’s PostgreSQL: postgres://user@host/database; otherwise EVENCAST_FLEET or the stored address',
] as const

interface InitFlags extends FleetFlag {
  readonly store?: string
  readonly generator?: Settings['generator']
  readonly atOnce: number
  readonly perMinute: number
}

/** Adds the fleet commands. The fleet's modules are loaded when one of them runs. */
export const addFleet: AddCommand = (program, frame) => {
  const fleet = program.command('fleet').description('work on one library in S3 with many machines')
  const add = <F extends FleetFlag>(
    name: string,
    description: string,
    work: (control: Control, flags: F) => Promise<Outcome>,
    set: (command: Command) => unknown = () => null,
  ) => {
    const command = fleet
      .command(name)
      .description(description)
      .option(...FLEET_FLAG)
    set(command)
    command.action(async (flags: F) => {
      const { openControl } = await import('../../../fleet/control.ts')
      const control = await openControl(await addressOf(flags, frame.terminal), frame.terminal.signal)
      try {
        frame.finish(await work(control, flags))
      } finally {
        await control.close()
      }
    })
  }
  const actors = (command: Command) =>
    command.option('--actor-id <id...>', 'only these actors').option('--all', 'all actors')

  add<InitFlags>(
    'init',
    'set up a fleet, or change its settings',
    async (control, { store, generator, atOnce, perMinute }) => {
      let settings: Settings | undefined
      await frame.withCore({ ...(store !== undefined && { store }), ...(generator && { generator }) }, async (core) => {
        settings = core.settings().values
        return null
      })
      if (!settings?.store.startsWith('s3://'))
        throw new EvencastError(
          'BAD_INPUT',
          'Name the library’s bucket: --store s3://bucket/prefix, or EVENCAST_STORE.',
        )
      if (settings.evaluator !== 'local')
        throw new EvencastError(
          'BAD_INPUT',
          `A fleet judges with the local evaluator, and the settings name “${settings.evaluator}”. Set the evaluator to local, and use a vision model on one machine before or after.`,
        )
      const limits = { concurrency: atOnce, createsPerMinute: perMinute, othersPerMinute: perMinute * 5 }
      const options = { ...(await storeOptions(settings, frame)), url: settings.store }
      const made = await control.init(options, settings, limits)
      return {
        report: made,
        lines: [
          `The fleet works on ${made.store}. Start workers with “evencast worker”, then “evencast fleet start --all”.`,
        ],
      }
    },
    (command) =>
      command
        .option('--store <url>', 's3://bucket/prefix; otherwise EVENCAST_STORE or the settings')
        .addOption(generatorOption())
        .option('--at-once <n>', 'images that the service generates at once, over all workers', parseCount, 20)
        .option('--per-minute <n>', 'images requested per minute, over all workers', parseCount, 500),
  )
  add<ActorFlags & FleetFlag & { readonly yes?: true }>(
    'start',
    'assess and plan actors; with --yes also run the plans',
    async (control, { yes, ...flags }) => {
      let settings: Settings | undefined
      await frame.withCore({}, async (core) => {
        settings = core.settings().values
        return null
      })
      if (!settings) throw new EvencastError('INTERNAL', 'There are no settings.')
      const { runId, actors: count } = await control.start(
        await storeOptions(settings, frame),
        selection(flags),
        yes ?? false,
      )
      return { report: { run_id: runId, actors: count }, lines: [`${plural(count, 'actor')} waiting for a worker.`] }
    },
    (command) => actors(command).option('--yes', 'run the plans without asking'),
  )
  add<FleetFlag & { readonly follow?: true; readonly events?: true | number }>(
    'status',
    'show the state of every actor and what was spent',
    async (control, { follow, events }) => {
      if (follow) await followRuns(control.carrier, frame.terminal)
      const status = statusOutcome(await control.status())
      return events === undefined
        ? status
        : withEvents(status, await control.events(events === true ? EVENTS_SHOWN : events))
    },
    (command) =>
      command
        .option('--follow', 'show progress until nothing is left to do')
        .option('--events [n]', `list what happened last (default: ${EVENTS_SHOWN} events)`, parseCount),
  )
  add<ApproveFlags & FleetFlag>(
    'approve',
    'list plans and approve them, so that workers run them',
    approvePlans(frame),
    (command) =>
      actors(command)
        .option('--plan <id...>', 'only these plans, as “fleet status --json” lists them')
        .option('-y, --yes', 'do not ask for confirmation'),
  )
  add('pause', 'stop requesting images', async (control) => {
    await control.pause()
    return { report: { paused: true }, lines: ['Paused. Images that were already requested are still fetched.'] }
  })
  add('resume', 'continue, also with actors that stopped at the budget', async (control) =>
    counted(await control.resume(null), 'stopped actor', 'resumed'),
  )
  add('cancel', 'end what was started; what is done stays', async (control) =>
    counted(await control.cancel(null), 'actor', 'cancelled'),
  )
  add<FleetFlag & { readonly limit: number | null }>(
    'budget',
    'limit what all workers together may spend',
    async (control, { limit }) => {
      await control.setBudget(limit)
      return statusOutcome(await control.status())
    },
    (command) =>
      command.requiredOption('--limit <usd>', 'an amount, or “none”', (text) =>
        text === 'none' ? null : parseAmount(text),
      ),
  )
  add('workers', 'list the workers', async (control) => {
    const workers = await control.workers()
    const rows = workers.map(({ worker_id, actors: count, quiet_s }) => [
      worker_id,
      String(count),
      `${quiet_s.toFixed(0)} s ago`,
    ])
    return {
      report: { workers },
      lines:
        rows.length === 0
          ? ['No workers are running.']
          : table(['worker', 'actors', 'seen'], rows, ['left', 'right', 'right']),
    }
  })
}

const counted = (count: number, what: string, done: string): Outcome => ({
  report: { [done]: count },
  lines: [`${plural(count, what)} ${done}.`],
})

async function storeOptions(
  { storeEndpoint, storeRegion, storeProfile, unencryptedHosts }: Settings,
  { terminal: { env, places } }: Frame,
) {
  const credentials = await knownS3Keys({ env, configDir: places.configDir })
  return {
    env,
    ...(credentials && { credentials }),
    unencryptedHosts,
    ...(storeEndpoint && { endpoint: storeEndpoint }),
    ...(storeRegion && { region: storeRegion }),
    ...(storeProfile && { profile: storeProfile }),
  }
}

function statusOutcome(status: Awaited<ReturnType<Control['status']>>): Outcome {
  const { counts, budget, workers, images, images_last_minute: lately } = status
  const states = Object.entries(counts).filter(([, count]) => count > 0)
  const limit = budget.limit_usd === null ? 'no limit' : `of ${usd(budget.limit_usd)}`
  return {
    report: status,
    lines: [
      states.length === 0 ? 'Nothing was started yet.' : states.map(([state, count]) => `${count} ${state}`).join(', '),
      `${usd(budget.spent_usd)} spent, ${limit}; ${usd(budget.reserved_usd)} under way, ${usd(budget.to_come_usd)} to come${budget.paused ? '; paused' : ''}.`,
      `${plural(images, 'image')} generated, ${lately} in the last minute, by ${plural(workers.length, 'worker')}.`,
    ],
    notes: status.actors.flatMap(({ actor_id, note }) => (note === null ? [] : [`${actor_id}: ${note}`])),
    failed: (counts['failed'] ?? 0) + (counts['stopped'] ?? 0) > 0,
  }
}

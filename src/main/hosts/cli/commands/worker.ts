import { tmpdir } from 'node:os'
import { createCore, createMachine } from '../../../app.ts'
import { knownS3Keys } from '../../../app/fleet-address.ts'
import { createLog } from '../../log.ts'
import type { AddCommand } from '../frame.ts'
import { addressOf, FLEET_FLAG, parseCount } from './fleet.ts'

interface Flags {
  readonly fleet?: string
  readonly scratch?: string
  readonly actors: number
  readonly untilIdle?: boolean
}

export const addWorker: AddCommand = (program, frame) =>
  program
    .command('worker')
    .description('work for a fleet until stopped')
    .option(...FLEET_FLAG)
    .option('--scratch <folder>', 'folder for working copies (default: the system’s temporary folder)')
    .option('--actors <n>', 'actors at once', parseCount, 4)
    .option('--until-idle', 'end when nothing is left to do')
    .action(async ({ scratch = tmpdir(), actors, untilIdle = false, ...flags }: Flags) => {
      const { env, places, signal } = frame.terminal
      const { work } = await import('../../../fleet/worker/index.ts')
      const { connect } = await import('../../../fleet/ledger/connect.ts')
      const log = createLog(places.logFile, env)
      await using stack = new AsyncDisposableStack()
      const machine = createMachine(places)
      stack.defer(() => machine.close())
      await work({
        address: await addressOf(flags, frame.terminal),
        connect,
        scratchDir: scratch,
        actors,
        untilIdle,
        env,
        credentials: await knownS3Keys({ env, configDir: places.configDir }),
        createCore: (own) => createCore({ ...places, env, log, machine, ...own }),
        signal,
        note: (line) => frame.note(line),
      })
      frame.finish({ report: { done: true }, lines: signal.aborted ? [] : ['Nothing is left to do.'] })
    })

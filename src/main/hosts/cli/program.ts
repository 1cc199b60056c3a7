import { Command } from 'commander'
import { z } from 'zod'
import { addBalance } from './commands/balance.ts'
import { addCaptions } from './commands/captions.ts'
import { addCrop } from './commands/crop.ts'
import { addEvaluate } from './commands/evaluate.ts'
import { addExecute } from './commands/execute.ts'
import { addExport } from './commands/export.ts'
import { addModels } from './commands/models.ts'
import { addFleet } from './commands/fleet.ts'
import { addPlan } from './commands/plan.ts'
import { addCompletion, addManual, EXIT_CODES } from './commands/reference.ts'
import { addSample } from './commands/sample.ts'
import { addServe } from './commands/serve.ts'
import { addSnapshot } from './commands/snapshot.ts'
import { addStatus } from './commands/status.ts'
import { addSync } from './commands/sync.ts'
import { addTarget } from './commands/target.ts'
import { addTrash } from './commands/trash.ts'
import { addUndo } from './commands/undo.ts'
import { addVerify } from './commands/verify.ts'
import { addWorker } from './commands/worker.ts'
import { failureOf } from './failure.ts'
import { unencryptedHostOption } from './options.ts'
import { type AddCommand, createFrame } from './frame.ts'
import { EXIT } from './outcome.ts'
import type { Terminal } from './terminal.ts'

const COMMANDS: Readonly<Record<string, AddCommand>> = {
  status: addStatus,
  plan: addPlan,
  execute: addExecute,
  balance: addBalance,
  evaluate: addEvaluate,
  captions: addCaptions,
  crop: addCrop,
  export: addExport,
  sync: addSync,
  undo: addUndo,
  trash: addTrash,
  snapshot: addSnapshot,
  verify: addVerify,
  target: addTarget,
  models: addModels,
  serve: addServe,
  fleet: addFleet,
  worker: addWorker,
  sample: addSample,
  completion: addCompletion,
  manual: addManual,
}

/** Commands that print one text and open nothing. */
const PRINTERS: ReadonlySet<string> = new Set(['completion', 'manual'])

/** The one that is named, and all where none is, or where one tells of the others: to make all of them takes as long as a short command. */
function commandsFor([name = '']: readonly string[]): readonly AddCommand[] {
  const named = Object.hasOwn(COMMANDS, name) && !PRINTERS.has(name) ? COMMANDS[name] : undefined
  return named ? [named] : Object.values(COMMANDS)
}

const HostsFlag = z.object({ unencryptedHost: z.array(z.string()).default([]) })

/** Runs one command line (without `node` and the script) and returns its exit code. */
export async function runCli(argv: readonly string[], terminal: Terminal, version: string): Promise<number> {
  const json = argv.includes('--json')
  let exitCode: number = EXIT.done
  const program = new Command('evencast')
    .description('Curates image sets for character LoRAs: plans what to remove and what to generate, and does it.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: () => {},
    })
    .addHelpText('after', EXIT_CODES)
  const answer = argv.includes('--trust') ? 'trust' : argv.includes('--forget-unfinished') ? 'forget' : null
  let unencryptedHosts: readonly string[] = []
  const frame = createFrame(
    terminal,
    { json, answer, unencryptedHosts: () => unencryptedHosts },
    (code) => (exitCode = code),
  )
  program.hook('preAction', (_program, command) => {
    unencryptedHosts = HostsFlag.parse(command.opts()).unencryptedHost
  })
  for (const add of commandsFor(argv)) add(program, frame)
  for (const command of [...program.commands, ...program.commands.flatMap((parent) => parent.commands)])
    if (command.commands.length === 0 && !PRINTERS.has(command.name()))
      command
        .option('--json', 'print one JSON document on stdout and nothing else')
        .option('--trust', 'accept settings and unfinished work of a library from elsewhere, this once')
        .addOption(unencryptedHostOption())
        .option('--forget-unfinished', 'discard the unfinished work of such a library; files stay as they are')

  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    const failure = failureOf(error, terminal.signal)
    if (!failure) return EXIT.done
    if (json) terminal.stdout.write(`${JSON.stringify({ error: failure.message, code: failure.code }, null, 2)}\n`)
    if (failure.message) frame.note(failure.message)
    exitCode = failure.exitCode
  }
  return exitCode
}

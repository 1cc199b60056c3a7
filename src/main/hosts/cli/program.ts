import { Command } from 'commander'
import { z } from 'zod'
import { failureOf } from './failure.ts'
import { unencryptedHostOption } from './options.ts'
import { type AddCommand, createFrame } from './frame.ts'
import { EXIT, EXIT_CODES } from './outcome.ts'
import type { Terminal } from './terminal.ts'

/** Modules of commands, loaded when the command is named. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  status: async () => (await import('./commands/status.ts')).addStatus,
  plan: async () => (await import('./commands/plan.ts')).addPlan,
  execute: async () => (await import('./commands/execute.ts')).addExecute,
  balance: async () => (await import('./commands/balance.ts')).addBalance,
  evaluate: async () => (await import('./commands/evaluate.ts')).addEvaluate,
  captions: async () => (await import('./commands/captions.ts')).addCaptions,
  crop: async () => (await import('./commands/crop.ts')).addCrop,
  export: async () => (await import('./commands/export.ts')).addExport,
  sync: async () => (await import('./commands/sync.ts')).addSync,
  undo: async () => (await import('./commands/undo.ts')).addUndo,
  trash: async () => (await import('./commands/trash.ts')).addTrash,
  snapshot: async () => (await import('./commands/snapshot.ts')).addSnapshot,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  target: async () => (await import('./commands/target.ts')).addTarget,
  models: async () => (await import('./commands/models.ts')).addModels,
  serve: async () => (await import('./commands/serve.ts')).addServe,
  fleet: async () => (await import('./commands/fleet.ts')).addFleet,
  worker: async () => (await import('./commands/worker.ts')).addWorker,
  sample: async () => (await import('./commands/sample.ts')).addSample,
  completion: async () => (await import('./commands/reference.ts')).addCompletion,
  manual: async () => (await import('./commands/reference.ts')).addManual,
}

/** Commands that only print a text. */
const PRINTERS: ReadonlySet<string> = new Set(['completion', 'manual'])

/** Loads the named command, or all of them when none is named or the named one describes the others. */
async function commandsFor([name = '']: readonly string[]): Promise<readonly AddCommand[]> {
  const named = Object.hasOwn(COMMANDS, name) && !PRINTERS.has(name) ? COMMANDS[name] : undefined
  return Promise.all((named ? [named] : Object.values(COMMANDS)).map((load) => load()))
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
  for (const add of await commandsFor(argv)) add(program, frame)
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

import { createRequire } from 'node:module'
import { argv, env, exit, stderr, stdin, stdout } from 'node:process'
import { placesOf } from '../places.ts'
import { EXIT } from './outcome.ts'
import { runCli } from './program.ts'
import { askOn } from './terminal.ts'

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The second signal stops at once, which the journal makes safe.
    if (interrupted.signal.aborted) exit(EXIT.interrupted)
    interrupted.abort()
    stderr.write('\nFinishing the current step. Press Ctrl+C again to stop now.\n')
  })
// A closed pipe, such as that of `head`, is not a failure.
stdout.on('error', (error: NodeJS.ErrnoException) => exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed))

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }
const { signal } = interrupted
process.exitCode = await runCli(
  argv.slice(2),
  { stdout, stderr, env, places: placesOf(import.meta.dirname, env), signal, ask: askOn(stdin, stderr, signal) },
  version,
)

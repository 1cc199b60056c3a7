import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './build.ts'

export interface Check {
  readonly name: string
  /** The script of a package that runs on Node, below `node_modules`. */
  readonly program: string
  readonly args: readonly string[]
}

/** What needs no build and runs nothing of ours. */
const CHECKS: readonly Check[] = [
  { name: 'format', program: 'oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'types', program: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'lint', program: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  { name: 'unused code', program: 'knip/bin/knip.js', args: [] },
]

const FIXES: readonly Check[] = [
  { name: 'lint', program: 'oxlint/bin/oxlint', args: ['--type-aware', '--fix'] },
  { name: 'format', program: 'oxfmt/bin/oxfmt', args: [] },
]

export interface Outcome {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
}

/** The programs of packages run on this Node, whatever the system's is. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH']}`,
})

/** Runs a script of the checkout with the terminal as its own; true when it ended well. */
export const runScript = (path: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { cwd: ROOT, stdio: 'inherit', env: environment() } as const
    const child = spawn(process.execPath, [join(ROOT, path), ...args], options)
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })

/** The same for a package's program. */
export const runProgram = (program: string, args: readonly string[]): Promise<boolean> =>
  runScript(join('node_modules', program), args)

/** Runs one and prints what it said in one piece, so that several can run side by side. */
function runQuietly({ name, program, args }: Check): Promise<Outcome> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'node_modules', program), ...args], {
      cwd: ROOT,
      env: environment(),
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)))
    const end = (ok: boolean): void => {
      const seconds = (performance.now() - begun) / 1000
      console.log(`\n── ${name}: ${ok ? 'in order' : 'FAILED'} (${seconds.toFixed(0)} s)`)
      if (!ok) console.log(said.join('').trim())
      resolve({ name, ok, seconds })
    }
    child.on('error', (error) => {
      said.push(error.message)
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

/** Format, types, lint and unused code, side by side. */
export const runChecks = (): Promise<Outcome[]> => Promise.all(CHECKS.map(runQuietly))

/** Mends what can be mended without a person: lint first, since what it writes is not formatted. */
export async function runFixes(): Promise<boolean> {
  let ok = true
  for (const { program, args } of FIXES) ok = (await runProgram(program, args)) && ok
  return ok
}

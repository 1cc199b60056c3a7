import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './build.ts'

export interface Check {
  readonly name: string
  /** A package's script for Node, below `node_modules`. */
  readonly program: string
  readonly args: readonly string[]
}

/** Checks that need no build and run none of our code. */
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

/** Makes packages' programs run on this Node, whatever the system's version is. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env['PATH']}`,
})

/** Runs a script of the checkout with the terminal attached; resolves to true when it succeeds. */
export const runScript = (path: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { cwd: ROOT, stdio: 'inherit', env: environment() } as const
    const child = spawn(process.execPath, [join(ROOT, path), ...args], options)
    child.on('error', () => resolve(false))
    child.on('close', (code) => resolve(code === 0))
  })

/** Runs a package's program in the same way. */
export const runProgram = (program: string, args: readonly string[]): Promise<boolean> =>
  runScript(join('node_modules', program), args)

/** Runs a check and prints its output in one piece, so that several can run concurrently. */
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

/** Checks format, types, lint and unused code concurrently. */
export const runChecks = (): Promise<Outcome[]> => Promise.all(CHECKS.map(runQuietly))

/** Fixes what can be fixed automatically: lint first, because its output is not formatted. */
export async function runFixes(): Promise<boolean> {
  let ok = true
  for (const { program, args } of FIXES) ok = (await runProgram(program, args)) && ok
  return ok
}

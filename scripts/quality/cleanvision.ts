import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { DATA } from '../labelled-images.ts'

const Flags = z.object({
  /** The package's version. */
  version: z.string(),
  /** Issues under the package's names, by path below the labelled images; files without any are left out. */
  flags: z.record(z.string(), z.array(z.string())),
  /** Groups of files that it considers copies of one picture. */
  copies: z.array(z.array(z.string())),
})
export type PeerFlags = z.infer<typeof Flags>

/** Results of its last run, used for the tables when no Python has it. */
const KEPT = join(import.meta.dirname, 'cleanvision.json')

export const keptFlags = (): PeerFlags => Flags.parse(JSON.parse(readFileSync(KEPT, 'utf8')))

/** Runs the CleanVision of a Python on sets of files and saves the results. */
export async function askCleanVision(python: string, sets: readonly (readonly string[])[]): Promise<void> {
  const child = spawn(python, [join(import.meta.dirname, 'ask-cleanvision.py')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(sets))
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${python} could not run CleanVision: it ended with ${String(code)}.`)
  const { version, flags, copies } = Flags.parse(JSON.parse(output.trimEnd().split('\n').at(-1) ?? ''))
  const named = (file: string): string => relative(DATA, file)
  const rows = [
    `"version": ${JSON.stringify(version)}`,
    `"flags": {\n${Object.entries(flags)
      .map(([file, keys]) => `    ${JSON.stringify(named(file))}: ${list(keys)}`)
      .join(',\n')}\n  }`,
    `"copies": [\n${copies.map((files) => `    ${list(files.map(named))}`).join(',\n')}\n  ]`,
  ]
  await writeFile(KEPT, `{\n  ${rows.join(',\n  ')}\n}\n`)
}

const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { DATA } from '../labelled-images.ts'

const Flags = z.object({
  /** As the package names it. */
  version: z.string(),
  /** Its names of what is wrong, by file beneath the labelled images; files without any are left out. */
  flags: z.record(z.string(), z.array(z.string())),
  /** Files that it takes for copies of one picture. */
  copies: z.array(z.array(z.string())),
})
export type PeerFlags = z.infer<typeof Flags>

/** What it said when it was last asked: the tables are made of it where no Python has it. */
const KEPT = join(import.meta.dirname, 'cleanvision.json')

export const keptFlags = (): PeerFlags => Flags.parse(JSON.parse(readFileSync(KEPT, 'utf8')))

/** Asks the CleanVision of a Python about sets of files, and keeps what it says. */
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

import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Row } from './row.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '../../..')
const PAIRS = 7
const Took = z.object({ cpuMs: z.number(), ms: z.number(), made: z.number() })

/** Compares a paid run on one machine with the sources from before fleets, in alternation. */
export async function embedded(): Promise<Row | string> {
  const git = async (...args: readonly string[]) => (await run('git', [...args], { cwd: ROOT })).stdout.trim()
  const added = await git('log', '--diff-filter=A', '--format=%H', '--', 'src/main/fleet/jobs.ts').catch(() => '')
  const first = added.split('\n').at(-1) ?? ''
  if (first === '') return 'SKIPPED: the sources of before there were fleets are not in this copy of the repository'
  const folder = await mkdtemp(join(tmpdir(), 'evencast-before-'))
  const tree = join(folder, 'tree')
  await git('worktree', 'add', '--detach', tree, `${first}^`)
  try {
    await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'))
    const once = async (at: string) =>
      Took.parse(JSON.parse((await run(process.execPath, [join(import.meta.dirname, 'embedded-child.ts'), at])).stdout))
    await once(tree)
    await once(ROOT)
    const ratios = { cpuMs: [] as number[], ms: [] as number[] }
    for (let pair = 0; pair < PAIRS; pair++) {
      const [a, b] = pair % 2 === 0 ? [tree, ROOT] : [ROOT, tree]
      const [one, two] = [await once(a), await once(b)]
      const [before, now] = pair % 2 === 0 ? [one, two] : [two, one]
      if (before.made !== now.made) throw new Error(`${before.made} images before, ${now.made} now`)
      for (const kind of ['cpuMs', 'ms'] as const) ratios[kind].push(now[kind] / before[kind])
    }
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    const [wall, cpu] = [median(ratios.ms), median(ratios.cpuMs)]
    return {
      what: `a run on one machine, beside ${first.slice(0, 8)}^`,
      figure: `${wall.toFixed(3)} × the time, ${cpu.toFixed(3)} × the CPU (${PAIRS} pairs)`,
      target: '≤ 1.05 ×',
      reached: wall <= 1.05,
    }
  } finally {
    await git('worktree', 'remove', '--force', tree)
    await rm(folder, { recursive: true, force: true })
  }
}

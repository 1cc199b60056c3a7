import { existsSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../support/library.ts'
import { command } from '../support/terminal.ts'

const REAL = join(import.meta.dirname, '../../../shared/data/actors')
const hasReal = existsSync(REAL)
if (!hasReal) console.warn(`SKIPPED: the real actors are not at ${REAL}.`)
const cleanup = new AsyncDisposableStack()
let folder: string

beforeAll(async () => {
  folder = cleanup.use(await temporaryFolder()).path
})
afterAll(() => cleanup.disposeAsync())

const run = (...args: readonly string[]) => command(args, { configDir: folder })
const Report = z.object({ reached: z.object({ text: z.string() }).optional() })

// A drawn character for which no photographs can be generated here.
test.skipIf(!hasReal)(
  'Balance leaves a set that it cannot refill as large as it was, and says what it needs',
  async () => {
    const root = join(folder, 'real')
    await cp(join(REAL, 'sylvie'), join(root, 'actors/sylvie'), { recursive: true })
    const images = async () =>
      (await readdir(join(root, 'actors/sylvie/training_data'))).filter((name) => !name.endsWith('.json'))
    const before = await images()
    const balanced = await run('balance', root, '--all', '--yes', '--json')
    expect(Report.parse(JSON.parse(balanced.stdout)).reached?.text).toBe('0 of 1 balanced · 1 needs photographs')
    expect(balanced.stderr).toContain('Choose another target')
    expect((await images()).length).toBeGreaterThanOrEqual(before.length)

    const again = await run('execute', root, '--all', '--execute')
    expect([again.code, again.stdout.trim()]).toEqual([0, 'Nothing left to do.'])

    const other = await run('execute', root, '--all', '--execute', '--generator', 'replicate')
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/evencast plan .* --generator replicate --actor-id sylvie/)

    expect((await run('target', root, '--set', 'illustrated', '--actor-id', 'sylvie')).code).toBe(0)
    const status = await run('status', root)
    expect(status.stdout).toMatch(/sylvie +0\/0/)
  },
)

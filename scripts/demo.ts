/** `npm run demo`: runs the whole workflow on a sample library in a temporary folder, and undoes it. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { ensureBuilt, ROOT } from './build.ts'

const Counts = z.object({ photorealistic: z.number(), bw_stylized: z.number(), color_stylized: z.number() })
const Status = z.object({
  target: Counts,
  actors: z.array(z.object({ actor_id: z.string(), counts: Counts, balanced: z.boolean() })),
})
const Summary = z.object({
  total_deletions: z.number(),
  total_generations: z.number(),
  estimated_cost_usd: z.number(),
  actors: z.array(z.object({ actor_id: z.string(), deletions: z.number(), generations: z.number() })),
})
const Run = z.object({
  run_id: z.string().nullable(),
  actors: z.array(
    z.object({
      actor_id: z.string(),
      deleted: z.array(z.string()),
      generated: z.array(z.object({ filename: z.string() })),
      failed: z.array(z.object({ step: z.string(), error: z.string() })),
    }),
  ),
})
const Verified = z.object({
  ok: z.boolean(),
  findings: z.array(z.object({ actor_id: z.string(), file: z.string(), detail: z.string() })),
})
const Undone = z.object({ run_id: z.string(), restored: z.number(), removed: z.number() })

const say = (line: string): void => console.log(line)

/** Runs one command of the built program. Exit code 1 (finished with failures) still returns a result. */
function evencast<T>(shape: z.ZodType<T>, configDir: string, ...args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/evencast.mjs'), ...args, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, EVENCAST_CONFIG_DIR: configDir },
    maxBuffer: 1 << 28,
  })
  if (status !== 0 && status !== 1) throw new Error(`evencast ${args.join(' ')} ended with ${status}: ${stderr}`)
  return shape.parse(JSON.parse(stdout))
}

/** Returns the SHA-256 of every file of the actors, by path. */
function contents(library: string): ReadonlyMap<string, string> {
  const actors = join(library, 'actors')
  const files = readdirSync(actors, { recursive: true, encoding: 'utf8' }).sort()
  return new Map(
    files
      .filter((file) => statSync(join(actors, file)).isFile())
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(actors, file)))
          .digest('hex'),
      ]),
  )
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file))
}

const mix = (counts: z.infer<typeof Counts>): string =>
  `${counts.photorealistic} photographs, ${counts.bw_stylized} black-and-white drawings, ${counts.color_stylized} colour drawings`

function demo(folder: string): boolean {
  const library = join(folder, 'library')
  const config = join(folder, 'config')
  const tell = <T>(shape: z.ZodType<T>, command: string, ...args: readonly string[]): T =>
    evencast(shape, config, command, library, ...args)

  const { images } = tell(z.object({ images: z.number() }), 'sample')
  say(`1. Sample   wrote ${images} images to ${library}`)

  const summary = tell(Summary, 'plan')
  const status = tell(Status, 'status')
  say(`2. Assess   every image was looked at; the target is ${mix(status.target)}`)
  for (const actor of status.actors)
    say(`            ${actor.actor_id}: ${mix(actor.counts)}${actor.balanced ? ', balanced' : ''}`)

  say(
    `3. Plan     ${summary.total_deletions} images to remove, ${summary.total_generations} to generate, $${summary.estimated_cost_usd.toFixed(2)}`,
  )
  const before = contents(library)

  const run = tell(Run, 'balance', '--all', '--yes')
  for (const { actor_id, deleted, generated, failed } of run.actors) {
    say(`4. Balance  ${actor_id}: ${deleted.length} to the trash, ${generated.length} made`)
    for (const { step, error } of failed) say(`            ${step}: ${error}`)
  }
  for (const actor of tell(Status, 'status').actors)
    say(`            ${actor.actor_id} now: ${mix(actor.counts)}${actor.balanced ? ', balanced' : ''}`)

  const verified = tell(Verified, 'verify')
  say(
    `5. Verify   ${verified.ok ? 'manifests, files and mix agree' : verified.findings.length === 1 ? '1 finding' : `${verified.findings.length} findings`}`,
  )
  for (const { actor_id, file, detail } of verified.findings) say(`            ${file || actor_id}: ${detail}`)

  const undone = tell(Undone, 'undo')
  const changed = differences(before, contents(library))
  say(`6. Undo     ${undone.restored} images restored, ${undone.removed} taken out again`)
  say(
    changed.length === 0
      ? `            all ${before.size} files are byte for byte what they were`
      : `            NOT as before: ${changed.join(', ')}`,
  )
  return changed.length === 0 && run.run_id !== null
}

ensureBuilt()
const folder = mkdtempSync(join(tmpdir(), 'evencast-demo-'))
try {
  if (!demo(folder)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

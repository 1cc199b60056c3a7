import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { EvencastError } from '../../src/main/domain/error.ts'
import type { GeneratedImage, GenerationRequest } from '../../src/main/domain/generation.ts'
import { emptyManifest, type Manifest, type ManifestImage, writeManifest } from '../../src/main/domain/manifest.ts'
import type { Plan } from '../../src/main/domain/plan.ts'
import { readManifest } from '../../src/main/domain/read-manifest.ts'
import type { FilesPort, ManifestsPort, RunGenerator, RunPorts } from '../../src/main/runs/ports.ts'
import {
  askedLine,
  createdLine,
  endedLine,
  type OpenPayment,
  paymentId,
  type PaymentLine,
  takeLine,
} from '../../src/main/runs/payment.ts'
import { RUNS_SCHEMA } from '../../src/main/runs/schema.ts'

/** A library on disk for tests of runs, with every port that a run needs; minimal, but able to survive a kill. */

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function openJournalDatabase(root: string): Database {
  const db = new Sqlite(join(root, 'catalog.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  db.pragma('foreign_keys = ON')
  const { user_version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
  db.transaction(() => {
    for (const step of RUNS_SCHEMA.slice(user_version)) db.exec(step)
    db.pragma(`user_version = ${RUNS_SCHEMA.length}`)
  })()
  return db
}

const folder = (root: string, actorId: string): string => join(root, 'actors', actorId)
const manifestFile = (root: string, actorId: string): string => join(folder(root, actorId), 'manifest.json')

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Returns null when the file does not exist. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

const there = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function replace(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.tmp`, bytes)
  await rename(`${path}.tmp`, path)
}

/** Returns an actor's image names, sorted. */
export const imagesOf = async (root: string, actorId: string): Promise<string[]> =>
  (await readdir(folder(root, actorId))).filter((name) => name.endsWith('.jpg')).toSorted()

export const readManifestOf = async (root: string, actorId: string): Promise<Manifest> => {
  const bytes = await contentOf(manifestFile(root, actorId))
  return bytes ? readManifest(bytes.toString(), actorId).manifest : emptyManifest(actorId, '2026-11-22T10:00:00.000Z')
}

/** Returns the trash: item id → file name and bytes. */
export async function trashOf(root: string): Promise<Map<string, { filename: string; bytes: Buffer }>> {
  const items = new Map<string, { filename: string; bytes: Buffer }>()
  for (const id of await readdir(join(root, 'trash')).catch(() => [])) {
    const filename = (await readdir(join(root, 'trash', id))).find((name) => name.endsWith('.jpg'))
    if (filename) items.set(id, { filename, bytes: await readFile(join(root, 'trash', id, filename)) })
  }
  return items
}

function createSerially() {
  const tails = new Map<string, Promise<unknown>>()
  return <T>(actorId: string, task: () => Promise<T>): Promise<T> => {
    const result = (tails.get(actorId) ?? Promise.resolve()).then(task, task)
    const tail = result.catch(() => {})
    tails.set(actorId, tail)
    return result
  }
}

function filesPort(root: string): FilesPort {
  const serially = createSerially()
  const item = (trashId: string): string => join(root, 'trash', trashId)
  const trashed = async (trashId: string): Promise<string | null> =>
    (await readdir(item(trashId)).catch(() => [])).find((name) => name.endsWith('.jpg')) ?? null
  return {
    async discard({ trashId, actorId, filename, ...rest }) {
      if (await trashed(trashId)) return
      const from = join(folder(root, actorId), filename)
      if (!(await there(from))) throw new EvencastError('NOT_FOUND', `${filename} is not there.`)
      await mkdir(item(trashId), { recursive: true })
      await replace(join(item(trashId), 'item.json'), JSON.stringify({ actorId, filename, ...rest }))
      await rename(from, join(item(trashId), filename))
    },
    async restore(trashId) {
      const filename = await trashed(trashId)
      if (!filename) throw new EvencastError('NOT_FOUND', `${trashId} is not in the trash.`)
      const { actorId } = JSON.parse(await readFile(join(item(trashId), 'item.json'), 'utf8')) as { actorId: string }
      const to = join(folder(root, actorId), filename)
      try {
        await link(join(item(trashId), filename), to)
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
        const [a, b] = await Promise.all([stat(to), stat(join(item(trashId), filename))])
        if (a.ino !== b.ino) throw new EvencastError('CONFLICT', `Another ${filename} lies there.`)
      }
      await rm(item(trashId), { recursive: true })
    },
    inTrash: async (trashId) => (await trashed(trashId)) !== null,
    reserveName: (actorId) =>
      serially(actorId, async () => {
        const counter = join(root, `last-${actorId}`)
        const n = Number((await contentOf(counter))?.toString() ?? 100) + 1
        await replace(counter, String(n))
        return `${actorId}_${n}.jpg`
      }),
    async place(actorId, filename, bytes) {
      const path = join(folder(root, actorId), filename)
      await writeFile(`${path}.part`, bytes)
      try {
        await link(`${path}.part`, path)
      } catch (error) {
        if (codeOf(error) === 'EEXIST') throw new EvencastError('CONFLICT', `${filename} exists.`)
        throw error
      } finally {
        await unlink(`${path}.part`)
      }
    },
    exists: (actorId, filename) => there(join(folder(root, actorId), filename)),
    async sha256(actorId, filename) {
      const bytes = await contentOf(join(folder(root, actorId), filename))
      return bytes && sha256(bytes)
    },
  }
}

function manifestsPort(root: string): ManifestsPort {
  const serially = createSerially()
  return {
    read: async (actorId) => ({
      bytes: await contentOf(manifestFile(root, actorId)),
      manifest: await readManifestOf(root, actorId),
    }),
    edit: (actorId, change) =>
      serially(actorId, async () => {
        const changed = { ...change(await readManifestOf(root, actorId)), updated_at: new Date().toISOString() }
        await replace(manifestFile(root, actorId), writeManifest(changed))
      }),
    restoreBytes: (actorId, bytes, when) =>
      serially(actorId, async () => {
        if (!when(await readManifestOf(root, actorId))) return false
        if (bytes) await replace(manifestFile(root, actorId), bytes)
        else await rm(manifestFile(root, actorId), { force: true })
        return true
      }),
  }
}

export async function describeActor(root: string, actorId: string): Promise<ManifestImage[]> {
  const { images } = await readManifestOf(root, actorId)
  return Promise.all(
    (await imagesOf(root, actorId)).map(async (filename): Promise<ManifestImage> => {
      const bytes = await readFile(join(folder(root, actorId), filename))
      const known = images.find((image) => image.filename === filename)
      const label = known?.type ? {} : { type: 'photorealistic' as const, classified_by: 'test@1' }
      return { filename, ...label, sha256: sha256(bytes), bytes: bytes.length, width: 8, height: 8, quality_issues: [] }
    }),
  )
}

async function fingerprintOf(root: string, actorId: string): Promise<string> {
  return sha256(Buffer.from((await imagesOf(root, actorId)).join('\n')))
}

/** Creates a paid service whose predictions outlive the process: one line per prediction in a file. */
export function createService(root: string, priceUsd = 0.04): RunGenerator {
  const ledger = join(root, 'predictions.log')
  return {
    name: 'service',
    model: 'service/model',
    lacks: () => null,
    secondsPerImage: 1,
    priceUsd: () => priceUsd,
    async generate(request, { onExternalId, inTurn }) {
      const key = `${request.actorId}.${request.promptId}.${request.seed}`
      const known = await predictionsOf(root)
      const found = request.externalId ?? (request.askedAt === null ? undefined : known.find((one) => one === key))
      return inTurn(async () => {
        if (found === undefined) appendFileSync(ledger, `${key}\n`)
        const id = found ?? key
        await onExternalId(id)
        return pictureOf(request, { predictionId: id, costUsd: priceUsd })
      })
    },
  }
}

/** Returns all predictions that were made and paid for. */
export const predictionsOf = async (root: string): Promise<string[]> =>
  ((await contentOf(join(root, 'predictions.log')))?.toString() ?? '').split('\n').filter((line) => line !== '')

export const pictureOf = (
  request: GenerationRequest,
  extra: Partial<GeneratedImage> & { costUsd: number },
): GeneratedImage => ({
  bytes: Buffer.from(`picture ${request.actorId} ${request.promptId} ${request.seed}`),
  extension: 'jpg',
  model: 'test/model',
  seed: request.seed,
  ...extra,
})

/** Keeps the journal of payments as lines of a file, without flushing to disk. */
function paymentsPort(root: string): RunPorts['payments'] {
  const file = join(root, 'money.jsonl')
  const open = new Map<string, OpenPayment>()
  const add = (line: PaymentLine): void => {
    const text = JSON.stringify(line)
    if (!takeLine(open, text)) throw new Error(`not understood: ${text}`)
    appendFileSync(file, `${text}\n`)
  }
  if (existsSync(file)) for (const line of readFileSync(file, 'utf8').trim().split('\n')) takeLine(open, line)
  const at = '2026-11-22T10:00:00.000Z'
  return {
    asked: async (payment) => {
      if (!open.has(paymentId(payment))) add(askedLine(payment))
    },
    created: async (key, id) => add(createdLine(key, id, at)),
    ended: async (key, outcome, usd) => add(endedLine(key, outcome, usd, at)),
    open: () => [...open.values()],
  }
}

/** Creates all ports over a folder. */
export function createPorts(root: string, generator: RunGenerator): RunPorts {
  return {
    files: filesPort(root),
    manifests: manifestsPort(root),
    payments: paymentsPort(root),
    generator: () => generator,
    generatorAs: () => generator,
    brief: async () => ({ variant: 'reframe', base: null, photographs: [], drawings: [] }),
    async check(image, { actorId }) {
      const hash = sha256(image.bytes)
      const entries = await describeActor(root, actorId)
      const same = entries.find((entry) => entry.sha256 === hash)
      return same
        ? { ok: false, why: `it is a copy of ${same.filename}` }
        : { ok: true, width: 8, height: 8, sha256: hash }
    },
    describe: (actorId) => describeActor(root, actorId),
    fingerprint: (actorId) => fingerprintOf(root, actorId),
    changed: () => {},
  }
}

/** Adds an actor with images `{id}_1.jpg` … and optionally a manifest that lists only the first and holds unknown keys. */
export async function addActor(root: string, actorId: string, images: number, withManifest: boolean): Promise<void> {
  await mkdir(folder(root, actorId), { recursive: true })
  await mkdir(join(root, 'trash'), { recursive: true })
  for (let n = 1; n <= images; n++)
    await writeFile(join(folder(root, actorId), `${actorId}_${n}.jpg`), `${actorId} ${n}`)
  if (!withManifest) return
  const first = { filename: `${actorId}_1.jpg`, type: 'photorealistic', note: 'mine', seed: 1 }
  await writeFile(manifestFile(root, actorId), JSON.stringify({ owner: 'someone', images: [first] }))
}

export async function planFor(
  root: string,
  actorId: string,
  deletions: readonly number[],
  generations: number,
): Promise<Plan> {
  return {
    version: 1,
    actor_id: actorId,
    created_at: '2026-11-22T10:00:00.000Z',
    evaluator: 'test@1',
    fingerprint: await fingerprintOf(root, actorId),
    target: { photorealistic: 13, bw_stylized: 4, color_stylized: 3 },
    generator: 'test',
    model: 'test-1',
    price_usd: { photorealistic: 0.04, bw_stylized: 0.04, color_stylized: 0.04 },
    current: {
      photorealistic: 0,
      bw_stylized: 0,
      color_stylized: 0,
      unclassified: 0,
      unsure: { photorealistic: 0, bw_stylized: 0, color_stylized: 0 },
      // Far above the target, so that no deletion has to wait for its replacement.
      images: 1000,
    },
    kept: [],
    deletions: deletions.map((n) => ({
      filename: `${actorId}_${n}.jpg`,
      type: 'photorealistic',
      reason: 'blur',
      detail: 'blurred',
    })),
    generations: Array.from({ length: generations }, (_, i) => ({
      type: 'bw_stylized',
      prompt_id: `bw-${i}`,
      prompt: `Prompt ${i}`,
      aspect_ratio: '1:1',
    })),
    shortfalls: [],
    warnings: [],
    estimated_cost_usd: 0.04 * generations,
  }
}

/** Returns every file of the actors' folders with its bytes as text; equal snapshots mean equal disks. */
export async function snapshotOf(root: string): Promise<Record<string, string>> {
  const names = await readdir(join(root, 'actors'), { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(files.toSorted().map(async (path) => [path, await readFile(path, 'utf8')] as const)),
  )
}

import { mkdir, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { HISTORY_SCHEMA } from '../../../src/main/history/schema.ts'
import { RUNS_SCHEMA } from '../../../src/main/runs/schema.ts'
import type { ReplicateDouble } from '../../support/replicate/server.ts'
import { filesBelow, type Finding, picturesOf } from '../checker.ts'
import type { WebSession } from './web-session.ts'

/** Where a job is done: a copy of what it was prepared for. */
export interface Place {
  readonly library: string
  readonly store: string
  readonly target: string
}

export interface Prepared {
  /** Runs a command to its end; throws when it fails. */
  readonly command: (args: readonly string[]) => Promise<void>
  readonly library: string
}

/** Something that a user does and that may be cut short at any instant. */
export interface Job {
  readonly name: string
  /** What was done before it. */
  prepare(prepared: Prepared): Promise<void>
  readonly args?: (place: Place) => readonly string[]
  /** In place of `args`: through the web host. */
  readonly session?: (session: WebSession) => Promise<void>
  /** Once it was done to its end, what has to be true besides. */
  readonly verify?: (place: Place, before: Readonly<Record<string, string>>) => Promise<readonly Finding[]>
  /** Undone at the end: the pictures have to be those from before. */
  readonly undo?: boolean
  /** Of every hundred kills, how many are this job's. */
  readonly share: number
}

const PLAN = ['plan', '--all', '--generator', 'replicate'] as const

const planned = async ({ command, library }: Prepared): Promise<void> => command([...PLAN, library])
const executed = async (prepared: Prepared): Promise<void> => {
  await planned(prepared)
  await prepared.command(['execute', '--all', '--execute', prepared.library])
}

const idsOf = async (session: WebSession, actorId: string): Promise<readonly string[]> => {
  const images = (await session.call('actors/images', { actorId })) as readonly { readonly imageId: string }[]
  return images.map(({ imageId }) => imageId)
}

/** Every object of the store is whole: what it holds is what some file here holds. */
async function storeIsWhole({ library, store }: Place): Promise<readonly Finding[]> {
  const here = new Set((await filesBelow(library)).map((file) => file.sha256))
  return (await filesBelow(store))
    .filter((file) => !file.path.split('/').some((part) => part.startsWith('.')) && !here.has(file.sha256))
    .map((file): Finding => ({ kind: 'half', what: `${file.path} in the store is no file of the library` }))
}

/** What an export wrote and shows under its name is whole. */
async function exportIsWhole({ target }: Place): Promise<readonly Finding[]> {
  return (await filesBelow(target))
    .filter((file) => /\.jpe?g$/i.test(file.path) && !file.bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9])))
    .map((file): Finding => ({ kind: 'half', what: `${file.path} of the export is half a picture` }))
}

/** The one that a person wrote is as it was, and every other image has one. */
async function captionsAreThere({ library }: Place): Promise<readonly Finding[]> {
  const files = await filesBelow(join(library, 'actors'))
  const captions = new Map(files.filter(({ path }) => path.endsWith('.txt')).map((file) => [file.path, file.bytes]))
  const missing = files
    .filter(({ path }) => /training_data\/.*\.jpe?g$/i.test(path))
    .filter(({ path }) => !captions.has(path.replace(/\.\w+$/, '.txt')))
  const own = [...captions].filter(([path, bytes]) => path.endsWith('_1.txt') && !bytes.includes('in a red hat'))
  return [
    ...missing.map(({ path }): Finding => ({ kind: 'broken', what: `${path} has no caption` })),
    ...own.map(([path]): Finding => ({ kind: 'lost', what: `${path} is not what a person wrote` })),
  ]
}

/** A catalog as an early version left it. */
async function olderCatalog({ command, library }: Prepared): Promise<void> {
  await command(['status', library])
  const file = join(library, '.evencast/catalog.db')
  for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true })
  const early = CATALOG_SCHEMA.steps.slice(0, Math.ceil(CATALOG_SCHEMA.steps.length / 2))
  openDatabase(file, [
    { ...CATALOG_SCHEMA, steps: early },
    { name: 'runs', steps: RUNS_SCHEMA.slice(0, 1) },
    { name: 'history', steps: HISTORY_SCHEMA.slice(0, 1) },
  ]).close()
}

export const JOBS: readonly Job[] = [
  { name: 'plan', prepare: async () => {}, args: ({ library }) => [...PLAN, library], share: 7 },
  {
    name: 'execute',
    prepare: planned,
    args: ({ library }) => ['execute', '--all', '--execute', library],
    undo: true,
    share: 23,
  },
  { name: 'undo', prepare: executed, args: ({ library }) => ['undo', library], share: 10 },
  {
    name: 'trash',
    prepare: executed,
    args: ({ library }) => ['trash', 'restore', '--all', library],
    share: 6,
  },
  {
    name: 'captions',
    prepare: async () => {},
    args: ({ library }) => ['captions', 'write', '--all', library],
    share: 3,
  },
  {
    name: 'captions by a model',
    prepare: async () => {},
    args: ({ library }) => ['captions', 'write', '--all', '--with', 'openai', '--yes', library],
    verify: captionsAreThere,
    share: 3,
  },
  {
    name: 'crop',
    prepare: async ({ command, library }) => command(['status', library]),
    args: ({ library }) => ['crop', 'ann', '--all', '--ratio', '1:1', library],
    share: 3,
  },
  {
    name: 'export',
    prepare: async ({ command, library }) => command(['captions', 'write', '--all', library]),
    args: ({ library, target }) => ['export', '--all', '--for', 'kohya', '--to', target, library],
    verify: exportIsWhole,
    share: 5,
  },
  {
    name: 'snapshot create',
    prepare: async ({ command, library }) => command(['status', library]),
    args: ({ library }) => ['snapshot', 'create', library],
    share: 5,
  },
  {
    name: 'snapshot restore',
    async prepare({ command, library }) {
      await command(['snapshot', 'create', 'good', library])
      await writeFile(join(library, 'actors/ann/training_data/ann_1.txt'), 'another caption')
      await unlink(join(library, 'actors/ann/training_data/ann_7.jpg'))
      await unlink(join(library, 'actors/bob/training_data/bob_7.jpg'))
    },
    args: ({ library }) => ['snapshot', 'restore', 'good', library],
    async verify({ library }) {
      const there = Object.keys(await picturesOf(library))
      return ['actors/ann/training_data/ann_7.jpg', 'actors/bob/training_data/bob_7.jpg']
        .filter((path) => !there.includes(path))
        .map((path): Finding => ({ kind: 'broken', what: `${path} was not restored` }))
    },
    share: 8,
  },
  {
    name: 'sync to a folder',
    prepare: async () => {},
    args: ({ library, store }) => ['sync', '--store', `file://${store}`, library],
    verify: storeIsWhole,
    share: 6,
  },
  { name: 'migration', prepare: olderCatalog, args: ({ library }) => ['status', library], share: 4 },
  {
    name: 'web: sort, delete, undo, redo',
    prepare: async ({ command, library }) => command(['status', library]),
    async session(session) {
      const [first, second, third] = await idsOf(session, 'ann')
      const [other] = await idsOf(session, 'bob')
      await session.call('images/classify', { imageIds: [first, second], lane: 'bw_stylized' })
      await session.call('images/trash', { imageIds: [third] })
      await session.call('images/moveToActor', { imageIds: [other], actorId: 'ann' })
      for (let i = 0; i < 3; i++) await session.call('history/undo')
      for (let i = 0; i < 2; i++) await session.call('history/redo')
    },
    share: 17,
  },
]

/**
 * Whether what the service charged is what the program's own journal says: the ledger of the double against the column in the database,
 * read by hand.
 */
export function checkPaid(library: string, double: ReplicateDouble, since: number): readonly Finding[] {
  const { paidIds, perPicture } = double.stats()
  const charged = paidIds.slice(since)
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const booked = db.prepare<[], { external_id: string | null; made: string | null; error: string | null }>(
      "SELECT external_id, made, error FROM run_steps WHERE kind = 'generate'",
    )
    const known = booked.all().flatMap(({ external_id: asked, made }) => {
      const parsed: unknown = made === null ? null : JSON.parse(made)
      const id =
        typeof parsed === 'object' && parsed !== null && 'predictionId' in parsed ? [String(parsed.predictionId)] : []
      return [...(asked === null ? [] : [asked]), ...id]
    })
    void perPicture
    const costUsd = db.prepare<[], number>('SELECT coalesce(sum(cost_usd), 0) FROM runs').pluck().get() ?? 0
    const dueUsd = charged.length * PRICE_USD
    const unknown = charged.filter((id) => !known.includes(id))
    if (Math.abs(costUsd - dueUsd) < 0.001) return []
    return [
      {
        kind: 'paid twice',
        what: `$${dueUsd.toFixed(2)} were charged for ${charged.length} pictures and $${costUsd.toFixed(2)} are booked; not in the journal: ${unknown.join(', ') || 'none'}`,
      },
    ]
  } finally {
    db.close()
  }
}

/** Requests that a program has under way at once: what a kill may lose. */
const UNDER_WAY = 4

/** Whether captions were paid for once: but for what was under way at a kill, as many as were kept. */
export function checkWritten(library: string, paid: number, kills: number): readonly Finding[] {
  const db = new Sqlite(join(library, '.evencast/catalog.db'), { readonly: true })
  try {
    const kept = db.prepare<[], number>('SELECT count(*) FROM written_captions').pluck().get() ?? 0
    const booked = db.prepare<[], number>("SELECT sum(requests) FROM looks WHERE kind = 'captions'").pluck().get() ?? 0
    return paid <= kept + kills * UNDER_WAY && booked >= kept
      ? []
      : [{ kind: 'paid twice', what: `${paid} captions were paid for, ${booked} booked and ${kept} kept` }]
  } finally {
    db.close()
  }
}

/** Of the model that is used, by the double. */
const PRICE_USD = 0.04

export const makePlaces = async (dir: string): Promise<Place> => {
  const place = { library: join(dir, 'data'), store: join(dir, 'store'), target: join(dir, 'export') }
  await mkdir(place.store, { recursive: true })
  return place
}

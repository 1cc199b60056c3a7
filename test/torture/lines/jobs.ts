import { mkdir, rm, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { TaskView } from '../../../src/main/contract/views.ts'
import { CATALOG_SCHEMA } from '../../../src/main/catalog/schema.ts'
import { openDatabase } from '../../../src/main/catalog/database.ts'
import { workingCopyOf } from '../../../src/main/app/store-library.ts'
import { readLock } from '../../../src/main/training/lock.ts'
import { HISTORY_SCHEMA } from '../../../src/main/history/schema.ts'
import { RUNS_SCHEMA } from '../../../src/main/runs/schema.ts'
import type { Bucket } from '../bucket.ts'
import { filesBelow, type Finding, picturesOf, sha256 } from '../checker.ts'
import { CAPTIONS_IN_THREADS, UNDO_IN_THREADS } from './captions-in-threads.ts'
import { STORE_LIBRARY } from './store-library.ts'
import { imagesOf, type WebSession } from './web-session.ts'

/** The location of a job: a copy of the library that was prepared for it. */
export interface Place {
  /** Path of the library's folder. */
  readonly library: string
  /** The path or address that the program opens. */
  readonly opens: string
  readonly store: string
  readonly target: string
  readonly bucket: Bucket
  /** Prefix of this place's objects in the bucket. */
  readonly prefix: string
  /** Changes that the program confirmed before it was killed. */
  readonly acknowledged: Set<string>
}

export interface Prepared {
  /** Runs a command to its end; throws when it fails. */
  readonly command: (args: readonly string[]) => Promise<void>
  readonly library: string
}

/** A user's action that may be interrupted at any instant. */
export interface Job {
  readonly name: string
  /** Does the work that comes before the job. */
  prepare(prepared: Prepared): Promise<void>
  readonly args?: (place: Place) => readonly string[]
  /** Does the job through the web host, in place of `args`. */
  readonly session?: (session: WebSession, place: Place) => Promise<void>
  /** Checks further conditions after the job has finished. */
  readonly verify?: (place: Place, before: Readonly<Record<string, string>>) => Promise<readonly Finding[]>
  /** Undo the job at the end; the original pictures must be restored. */
  readonly undo?: boolean
  /** Events at which the first kill of a chain may come. If none of them occurs, the job does not test what it is for. */
  readonly cutAt?: RegExp
  /** The job's share of the kills, relative to other jobs. */
  readonly share: number
  readonly usesBucket?: true
  /** The library is in the bucket, and its working copy is edited when the kill comes. */
  readonly inStore?: true
  /** Additions to the user's settings. */
  readonly settings?: object
  /** The job must be repeated to finish after a kill. */
  readonly again?: true
}

const PLAN = ['plan', '--all', '--generator', 'replicate'] as const

const planned = async ({ command, library }: Prepared): Promise<void> => command([...PLAN, library])
const executed = async (prepared: Prepared): Promise<void> => {
  await planned(prepared)
  await prepared.command(['execute', '--all', '--execute', prepared.library])
}

const idsOf = async (session: WebSession, actorId: string): Promise<readonly string[]> =>
  (await imagesOf(session, actorId)).map(({ imageId }) => imageId)

interface Asked {
  readonly visionRequestId: string
  readonly state: string
}

/** Submits images and captions as batches, waits for the results, and cancels some. */
async function batches(session: WebSession): Promise<void> {
  const open = async () =>
    ((await session.call('vision/list')) as readonly Asked[]).filter(({ state }) =>
      ['sending', 'waiting', 'cancelling'].includes(state),
    )
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12 && (await open()).length > 0; turn++) await session.call('vision/pickUp')
    if ((await open()).length > 0) throw new Error('a batch does not come to its end')
  }
  const handIn = async (actorId: string): Promise<void> => {
    const { taskId } = (await session.call('vision/handIn', { actorIds: [actorId] })) as TaskView
    for (let turn = 0; turn < 400; turn++) {
      const task = ((await session.call('tasks/list')) as readonly TaskView[]).find((one) => one.taskId === taskId)
      if (task?.state !== 'running') return
      await delay(25)
    }
  }
  const write = (actorId: string) =>
    session.call('captions/handIn', { actorId, with: 'openai', guide: 'flux', only: 'missing', filenames: null })
  const callOff = async (): Promise<void> => {
    for (const { visionRequestId } of await open()) await session.call('vision/cancel', { visionRequestId })
  }
  await settle()
  await handIn('ann')
  await settle()
  await write('ann')
  await settle()
  await handIn('bob')
  await callOff()
  await write('bob')
  await callOff()
  await settle()
}

/** Checks that every object of the store has the content of a local file. */
async function storeIsWhole({ library, store }: Place): Promise<readonly Finding[]> {
  const here = new Set((await filesBelow(library)).map((file) => file.sha256))
  return (await filesBelow(store))
    .filter((file) => !file.path.split('/').some((part) => part.startsWith('.')) && !here.has(file.sha256))
    .map((file): Finding => ({ kind: 'half', what: `${file.path} in the store is no file of the library` }))
}

/** Checks the same for the bucket: no object is incomplete. */
async function bucketIsWhole({ library, bucket, prefix }: Place): Promise<readonly Finding[]> {
  const here = new Set((await filesBelow(library)).map((file) => file.sha256))
  const there = [...(await bucket.read(`${prefix}/`))].filter(
    ([key]) => !key.split('/').some((part) => part.startsWith('.')),
  )
  if (there.length === 0) return [{ kind: 'lost', what: 'nothing is in the bucket' }]
  return there
    .filter(([, bytes]) => !here.has(sha256(bytes)))
    .map(([key]): Finding => ({ kind: 'half', what: `${key} in the bucket is no file of the library` }))
}

/** Checks that an export under its final name is complete. */
async function exportIsWhole({ target }: Place): Promise<readonly Finding[]> {
  return (await filesBelow(target))
    .filter((file) => /\.jpe?g$/i.test(file.path) && !file.bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9])))
    .map((file): Finding => ({ kind: 'half', what: `${file.path} of the export is half a picture` }))
}

/** Checks that every file in the lock of an export to a store is there with the listed content. */
async function sentIsWhole(dir: string): Promise<readonly Finding[]> {
  const lock = await readLock(dir)
  if (lock?.state !== 'whole') return [{ kind: 'broken', what: 'the export in the store is not whole' }]
  const files = new Map((await filesBelow(dir)).map(({ path, sha256: hash }) => [path, hash]))
  return Object.entries(lock.files)
    .filter(([name, hash]) => files.get(name) !== hash)
    .map(([name]): Finding => ({ kind: 'half', what: `${name} in the store is not what was sent` }))
}

/** Checks that the person's caption is unchanged and that every other image has one, except the duplicates, which are removed. */
async function captionsAreThere({ library }: Place): Promise<readonly Finding[]> {
  const files = await filesBelow(join(library, 'actors'))
  const captions = new Map(files.filter(({ path }) => path.endsWith('.txt')).map((file) => [file.path, file.bytes]))
  const missing = files
    .filter(({ path }) => /training_data\/\w+_[1-5]\.jpg$/.test(path))
    .filter(({ path }) => !captions.has(path.replace(/\.\w+$/, '.txt')))
  const own = [...captions].filter(([path, bytes]) => path.endsWith('_1.txt') && !bytes.includes('in a red hat'))
  return [
    ...missing.map(({ path }): Finding => ({ kind: 'broken', what: `${path} has no caption` })),
    ...own.map(([path]): Finding => ({ kind: 'lost', what: `${path} is not what a person wrote` })),
  ]
}

/** Replaces the catalog with one of an early version. */
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
    name: 'trash restore',
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
  CAPTIONS_IN_THREADS,
  UNDO_IN_THREADS,
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
    name: 'export to a store',
    prepare: async ({ command, library }) => command(['captions', 'write', '--all', library]),
    args: ({ library, store }) => ['export', 'ann', '--for', 'onetrainer', '--to', `file://${store}/ann`, library],
    verify: ({ store }) => sentIsWhole(join(store, 'ann')),
    share: 3,
  },
  {
    name: 'train',
    prepare: async ({ command, library }) => command(['captions', 'write', '--all', library]),
    args: ({ library, target }) => ['export', 'ann', '--for', 'replicate', '--to', target, '--train', '--yes', library],
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
  {
    name: 'sync to a bucket',
    prepare: async () => {},
    args: ({ library, bucket, prefix }) => ['sync', '--store', `s3://${bucket.name}/${prefix}`, library],
    verify: bucketIsWhole,
    usesBucket: true,
    share: 6,
  },
  {
    name: 'trash empty',
    prepare: executed,
    args: ({ library }) => ['trash', 'empty', '--yes', library],
    async verify({ library }) {
      const left = (await filesBelow(join(library, '.evencast/trash'))).map(({ path }) => path)
      return left.map((path): Finding => ({ kind: 'leftover', what: `${path} is left in the trash` }))
    },
    share: 5,
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
      await session.call('captions/change', {
        actorId: 'ann',
        change: { kind: 'suffix', text: ', in a blue hat' },
        only: 'all',
        filenames: null,
        form: 'prose',
        dryRun: false,
      })
      for (let i = 0; i < 4; i++) await session.call('history/undo')
      for (let i = 0; i < 3; i++) await session.call('history/redo')
    },
    share: 17,
  },
  {
    name: 'web: batches',
    settings: { evaluator: 'openai', detailLevel: 'sheet' },
    prepare: async ({ command, library }) => command(['status', library]),
    session: batches,
    again: true,
    share: 9,
  },
  STORE_LIBRARY,
]

/** Creates the places of a job. `copyIn` is the settings folder when the library is in the bucket. */
export const makePlaces = async (dir: string, bucket: Bucket, copyIn?: string): Promise<Place> => {
  const at = (name: string): string => join(dir, name)
  await mkdir(at('store'), { recursive: true })
  const prefix = basename(dir)
  const opens = copyIn === undefined ? at('data') : `s3://${bucket.name}/${prefix}`
  const library = copyIn === undefined ? opens : workingCopyOf(opens, copyIn)
  return { library, opens, store: at('store'), target: at('export'), bucket, prefix, acknowledged: new Set() }
}

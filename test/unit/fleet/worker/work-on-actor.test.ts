import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import type { TakenActor } from '../../../../src/main/fleet/ledger/actors.ts'
import type { CheckOut } from '../../../../src/main/fleet/store/check-out.ts'
import { workOnActor } from '../../../../src/main/fleet/worker/work-on-actor.ts'

/** An actor whose images are measured elsewhere. */
const checkOut: CheckOut = async () => ({
  actorId: 'ann',
  manifest: null,
  files: new Set<string>(),
  sha256s: ['a'],
  images: [],
  elsewhere: new Map(),
})

const actor: TakenActor = {
  runId: 1,
  actorId: 'ann',
  fence: 1,
  state: 'publishing',
  plan: null,
  publishing: { manifest: '', added: [], removed: [] },
  begun: null,
  approved: true,
  cancelled: false,
}

/** Works on an actor whose store fails with this error. */
async function workWith(error: unknown) {
  const ended: string[] = []
  const notes: string[] = []
  const fails = () => Promise.reject(error)
  const ports = {
    checkOut,
    core: { open: fails, closeLibrary: async () => {} },
    ledger: {
      actors: {
        assertOwner: async () => {},
        ended: async ({ actorId }: TakenActor, state: string, note: string) =>
          void ended.push(`${actorId} ${state}: ${note}`),
      },
    },
    store: { bucket: { get: fails, head: fails }, location: { prefix: '' } },
    scratchDir: '/nowhere',
    signal: new AbortController().signal,
    note: (line: string) => void notes.push(line),
  }
  const ending = await workOnActor(ports as never, actor)
  return { ended, notes, ending }
}

test('a fault of ours ends its actor as failed', async () => {
  expect(await workWith(new TypeError('x is not a function'))).toEqual({
    ended: ['ann failed: x is not a function'],
    notes: ['ann: x is not a function'],
    ending: 'ended',
  })
})

test('what passes is tried again by whoever comes', async () => {
  const { ending, ended } = await workWith(new EvencastError('UNAVAILABLE', 'The store does not answer.'))
  expect({ ending, ended }).toEqual({ ending: 'again', ended: [] })
})

test('without a disk the worker ends with one sentence', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  await expect(workWith(full)).rejects.toThrow('The disk is full. Free up space and start the worker again.')
})

test('a plan that is written stands, whether or not others are told what was measured for it', async () => {
  const scratchDir = await mkdtemp(join(tmpdir(), 'evencast-work-'))
  onTestFinished(() => rm(scratchDir, { recursive: true }))
  const written: string[] = []
  const notes: string[] = []
  let root = ''
  const catalog = {
    images: { ofActor: () => [] },
    measures: { get: () => ({ unreadable: 'It ends in the middle.' }), put() {} },
    transaction: (work: () => void) => work(),
  }
  const library = {
    parts: { context: { catalog, evaluator: { id: 'local@1' }, seeing: { model: () => null } } },
    async plan() {
      await writeFile(join(root, 'action_plans', 'ann_action_plan.json'), '{"fingerprint":"f"}')
      return { actors: [{ actor_id: 'ann', deletions: 1, generations: 0, estimated_cost_usd: 0 }], failed: [] }
    },
  }
  const ports = {
    checkOut,
    core: {
      settings: () => ({ values: { generator: 'local' } }),
      open: async (folder: string) => ((root = folder), library),
      closeLibrary: async () => {},
    },
    ledger: {
      actors: {
        checkedOut: async () => {},
        planned: async (_owned: TakenActor, state: string) => void written.push(state),
        ended: async (_owned: TakenActor, state: string) => void written.push(state),
      },
      measures: { of: async () => [], put: () => Promise.reject(new Error('deadlock detected')) },
      vectors: { of: async () => [], put: async () => {} },
      contents: { put: async () => {} },
    },
    known: { load: async () => {} },
    store: {},
    scratchDir,
    signal: new AbortController().signal,
    note: (line: string) => void notes.push(line),
  }
  const fresh: TakenActor = { ...actor, state: 'waiting', publishing: null, approved: false }
  expect(await workOnActor(ports as never, fresh)).toBe('ended')
  expect([written, notes]).toEqual([['planned'], ['ann: deadlock detected']])
})

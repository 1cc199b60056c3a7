import { expect, test } from 'vitest'
import { EvencastError } from '../../../../src/main/domain/error.ts'
import type { TakenActor } from '../../../../src/main/fleet/ledger/actors.ts'
import { workOnActor } from '../../../../src/main/fleet/worker/work-on-actor.ts'

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

/** An actor whose store fails with this. */
async function workWith(error: unknown) {
  const ended: string[] = []
  const notes: string[] = []
  const fails = () => Promise.reject(error)
  const ports = {
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

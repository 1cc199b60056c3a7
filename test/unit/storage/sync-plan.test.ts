import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSafeKey, type StoreObject } from '../../../src/main/storage/store.ts'
import { type LocalFile, planSync, storeStatus, type SyncRecord } from '../../../src/main/storage/sync-plan.ts'

const KEY = 'actors/bo/training_data/bo_1.jpg'
/** The time itself does not matter here, only that it differs with the content. */
const local = (content: string): LocalFile => ({ key: KEY, bytes: 3, stamp: stampOf(content), sha256: content })
const stampOf = (text: string) => `3:${Buffer.from(text).readUIntBE(0, 1)}`
const remote = (etag: string): StoreObject => ({ key: KEY, bytes: 3, etag, modifiedAt: '2026-11-22T10:00:00.000Z' })
const record = (ours = true): SyncRecord => ({
  stamp: `3:${97}`,
  sha256: 'a',
  bytes: 3,
  etag: 'e1',
  modifiedAt: '2026-11-22T10:00:00.000Z',
  ours,
})

function planOne(here: LocalFile | null, there: StoreObject | null, known: SyncRecord | null, same = false, key = KEY) {
  const of = <T>(value: T | null) => new Map(value ? [[key, value]] : [])
  // Prevents an empty local folder, which is a separate case.
  const sibling = { ...local('s'), key: 'actors/bo/training_data/sibling.jpg' }
  const plan = planSync({
    local: new Map([...of(here), [sibling.key, sibling]]),
    remote: new Map([...of(there), [sibling.key, { ...remote('s'), key: sibling.key }]]),
    synced: new Map([...of(known), [sibling.key, { ...record(), stamp: sibling.stamp, etag: 's' }]]),
    same: new Set(same ? [key] : []),
  })
  const { uploads, downloads, deletions, conflicts, unchanged, adopted, forgotten } = plan
  if (uploads[0]) return `upload: ${uploads[0].why}`
  if (conflicts[0]) return `conflict: ${conflicts[0].why}`
  if (downloads[0]) return 'download'
  const named = { delete: deletions.map((object) => object.key), unchanged, adopt: adopted, forget: forgotten }
  return Object.entries(named).find(([, keys]) => keys.includes(key))?.[0]
}

test.each([
  ['only here', local('a'), null, null, 'upload: new'],
  ['removed from the store by someone', local('a'), null, record(), 'upload: missing in the store'],
  ['only there', null, remote('e1'), null, 'download'],
  ['deleted here, ours', null, remote('e1'), record(), 'delete'],
  ['deleted here, not ours', null, remote('e1'), record(false), 'download'],
  [
    'deleted here, changed there',
    null,
    remote('e2'),
    record(),
    'conflict: deleted here but changed in the store since',
  ],
  ['gone on both sides', null, null, record(), 'forget'],
  ['the same as ever', local('a'), remote('e1'), record(), 'unchanged'],
  ['touched but the same', { ...local('a'), stamp: '3:1' }, remote('e1'), record(), 'adopt'],
  ['changed here', local('b'), remote('e1'), record(), 'upload: changed'],
  ['changed there', local('a'), remote('e2'), record(), 'conflict: changed in the store'],
  ['changed on both sides', local('b'), remote('e2'), record(), 'conflict: changed here and in the store'],
  [
    'never synced, on both sides',
    local('a'),
    remote('e1'),
    null,
    'conflict: in the store with other content, and never synced from here',
  ],
])('%s', (_, here, there, known, expected) => {
  expect(planOne(here, there, known)).toBe(expected)
})

test('equal content without or against the record is adopted', () => {
  expect(planOne(local('a'), remote('e1'), null, true)).toBe('adopt')
  expect(planOne(local('b'), remote('e2'), record(), true)).toBe('adopt')
})

test('without an ETag, size and time tell', () => {
  expect(planOne(local('a'), { ...remote('x'), etag: null }, record())).toBe('unchanged')
  expect(planOne(local('a'), { ...remote('x'), etag: null, modifiedAt: 'later' }, record())).toBe(
    'conflict: changed in the store',
  )
})

test('no key is in two lists or in none, and nothing that is here or not ours is ever deleted', () => {
  const letter = fc.constantFrom('a', 'b')
  const side = fc.record({
    here: fc.option(letter),
    there: fc.option(fc.constantFrom('e1', 'e2')),
    known: fc.option(fc.boolean()),
    same: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(side, { maxLength: 12 }), (sides) => {
      const key = (i: number) => `actors/bo/bo_${i}.jpg`
      const map = <T>(make: (one: (typeof sides)[number], i: number) => T | null) =>
        new Map(
          sides.flatMap((one, i) => {
            const value = make(one, i)
            return value === null ? [] : [[key(i), value] as const]
          }),
        )
      const input = {
        local: map(({ here }, i) => here && { ...local(here), key: key(i) }),
        remote: map(({ there }, i) => there && { ...remote(there), key: key(i) }),
        synced: map(({ known }) => (known === null ? null : record(known))),
        same: new Set(sides.flatMap(({ same }, i) => (same ? [key(i)] : []))),
      }
      const plan = planSync(input)
      const all = [plan.uploads, plan.downloads, plan.conflicts].flatMap((list) => list.map((item) => item.key))
      all.push(...plan.deletions.map((object) => object.key), ...plan.unchanged, ...plan.adopted, ...plan.forgotten)
      const keys = new Set([...input.local.keys(), ...input.remote.keys(), ...input.synced.keys()])
      expect(all.sort()).toEqual([...keys].sort())
      for (const { key: deleted } of plan.deletions) {
        expect(input.local.has(deleted)).toBe(false)
        expect(input.synced.get(deleted)?.ours).toBe(true)
      }
    }),
  )
})

test.each([
  '../x.jpg',
  'a/../b',
  '/etc/passwd',
  'a//b',
  'C:/x',
  'a\\b',
  'a/.hidden',
  'nul',
  'a/COM1.txt',
  'a/b.',
  'a\u0000b',
  '',
])('the key %j is never touched', (key) => {
  expect(isSafeKey(key)).toBe(false)
  expect(planOne(null, { ...remote('e1'), key }, null, false, key)).toBe('unchanged')
  expect(planOne({ ...local('a'), key }, null, null, false, key)).toMatch(/^conflict: its name/)
})

test('the status of a file follows from the record', () => {
  expect(storeStatus(local('a'), undefined)).toBe('absent')
  expect(storeStatus(local('a'), record())).toBe('synced')
  expect(storeStatus({ stamp: '3:1', sha256: 'a' }, record())).toBe('synced')
  expect(storeStatus({ stamp: '3:2', sha256: null }, record())).toBe('changed')
})

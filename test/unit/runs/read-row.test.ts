import { expect, test } from 'vitest'
import { json, readMaker, readOptions, readStep } from '../../../src/main/runs/read-row.ts'

const DELETE = {
  runId: '2026-11-29T10-00-00Z-ab12',
  n: 0,
  actorId: 'ann',
  stepId: 'd:ann_1.jpg',
  state: 'intended',
  error: null,
  undone: false,
  kind: 'delete',
  payload: { filename: 'ann_1.jpg', type: null, reason: 'blur', detail: '' },
  filename: 'ann_1.jpg',
  label: null,
  entry: null,
}
const { label: _label, entry: _entry, ...shared } = DELETE
const GENERATE = {
  ...shared,
  kind: 'generate',
  payload: { type: 'bw_stylized', prompt_id: 'bw-01', prompt: 'x', aspect_ratio: '1:1' },
  externalId: null,
  askedAt: null,
  mayRepeat: false,
  attempts: 0,
  allowed: 4,
  committedUsd: 0,
  made: null,
}

test('a row that a run wrote is read as it is', () => {
  expect(readStep(DELETE)).toEqual(DELETE)
  expect(readStep(GENERATE)).toEqual(GENERATE)
})

test.each([
  { ...DELETE, filename: '../../keep.txt' },
  { ...DELETE, payload: { ...DELETE.payload, filename: '.' } },
  { ...DELETE, actorId: '..' },
  { ...DELETE, runId: '../..' },
  { ...DELETE, entry: json('[') },
  { ...GENERATE, filename: '/home/someone/.ssh/id.jpg' },
  { ...GENERATE, committedUsd: -5 },
  { ...GENERATE, made: { sha256: 'x' } },
  { ...GENERATE, kind: 'spawn' },
])('a forged row is refused as a whole: %j', (row) => {
  expect(() => readStep(row)).toThrow(/is damaged/)
})

test('a run of which nobody knows what it was allowed spends nothing, and whose makers are unknown has none', () => {
  for (const text of ['', 'null', '{"concurrency":100000,"maxCostUsd":null}', '{"maxCostUsd":-1}'])
    expect(readOptions(text).maxCostUsd).toBe(0)
  expect(readMaker('{"name":"replicate","model":"a/b","pricesUsd":{"photorealistic":-1}}')).toBeNull()
})

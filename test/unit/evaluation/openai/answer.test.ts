import { describe, expect, it } from 'vitest'
import { extractJson, readAnswer } from '../../../../src/main/evaluation/openai/answer.ts'
import { answerSchema } from '../../../../src/main/evaluation/openai/questions.ts'

const tile = (number: number, change: Record<string, unknown> = {}) => ({
  tile: number,
  style: 'bw_stylized',
  confidence: 0.9,
  identity_mismatch: 'none',
  text: 'none',
  verdict: 'keep',
  reason: 'Fine.',
  look_closer: false,
  angle: 'front',
  framing: 'bust',
  expression: 'neutral',
  light: 'soft',
  ...change,
})
const read = (tiles: unknown[], count: number, seen: 'sheet' | 'close' = 'sheet') =>
  readAnswer(JSON.stringify({ tiles }), seen, count)
const numbers = (answer: ReturnType<typeof readAnswer>): number[] => (answer.ok ? [...answer.tiles.keys()] : [])
const first = (answer: ReturnType<typeof readAnswer>) => (answer.ok ? answer.tiles.get(1) : undefined)

describe('reading an answer', () => {
  it('finds the JSON in whatever stands around it', () => {
    expect(extractJson('```json\n{"a":1}\n```')).toEqual({ a: 1 })
    expect(extractJson('Well: {"a":{"b":2}} — done.')).toEqual({ a: { b: 2 } })
    expect(extractJson('[1]')).toEqual([1])
    expect(extractJson('<think>{maybe}</think> no')).toBeUndefined()
    expect(extractJson('42')).toBeUndefined()
  })

  it('keeps to the tiles that were asked about', () => {
    expect(numbers(read([tile(2), tile(1), tile(7), tile(-1)], 3))).toEqual([2, 1])
    expect(numbers(read([tile(1), tile(1)], 1))).toEqual([1])
    expect(numbers(read([tile(1), tile(1, { style: 'photorealistic' }), tile(2)], 2))).toEqual([2])
    expect(numbers(readAnswer(JSON.stringify([tile(1)]), 'sheet', 1))).toEqual([1])
  })

  it('refuses as a whole what counts from 0, since every line is about another picture', () => {
    expect(read([tile(0), tile(1)], 2)).toMatchObject({ ok: false, problem: expect.stringContaining('counts from 0') })
    expect(numbers(read([tile(0), tile(1), tile(2)], 2))).toEqual([1, 2])
  })

  it('takes what it does not understand for unanswered, never for good', () => {
    const odd = first(
      read([tile(1, { style: 'sketch', verdict: 'ok', text: 'unclear', identity_mismatch: 7, angle: 'odd' })], 1),
    )
    expect(odd).toMatchObject({
      style: null,
      confidence: null,
      verdict: null,
      findings: { text: null, identity_mismatch: null, camera_gaze: null },
      shot: { angle: null, framing: 'bust' },
    })
    expect(first(read([{ tile: 1 }], 1))).toMatchObject({ style: null, verdict: null, reason: '' })
    expect(first(read([tile(1, { confidence: 5000 })], 1))?.confidence).toBeNull()
    expect(first(read([tile(1, { confidence: '85 %' })], 1))?.confidence).toBe(0.85)
  })

  it('believes nothing a sheet says about what is too small to see', () => {
    const gaze = { camera_gaze: 'none', distortion: 'none', symmetry: 'none' }
    expect(first(read([tile(1, gaze)], 1))?.findings).toMatchObject({
      camera_gaze: null,
      distortion: null,
      symmetry: null,
    })
    expect(first(read([tile(1, gaze)], 1, 'close'))?.findings.camera_gaze).toBe('none')
  })

  it('says what to mend', () => {
    expect(readAnswer('Lovely!', 'sheet', 2)).toMatchObject({ ok: false, json: false })
    expect(readAnswer('{"answer":1}', 'sheet', 2)).toMatchObject({
      ok: false,
      json: true,
      problem: 'It has no list "tiles".',
    })
    expect(read([], 2)).toMatchObject({ ok: false, problem: 'It answers for none of the tiles 1 to 2.' })
  })
})

describe('the schema of an answer', () => {
  it('asks of a sheet only what a small tile shows', () => {
    const properties = (seen: 'sheet' | 'close') => JSON.stringify(answerSchema(seen))
    expect(properties('sheet')).not.toMatch(/camera_gaze|distortion|symmetry/)
    expect(properties('close')).toMatch(/camera_gaze.*distortion|distortion.*camera_gaze/)
    expect(properties('sheet')).not.toMatch(/minimum|maximum|\$schema/)
  })
})

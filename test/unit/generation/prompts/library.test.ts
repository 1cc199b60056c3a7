import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VARIANTS } from '../../../../src/main/domain/prompt.ts'
import { STYLES } from '../../../../src/main/domain/style.ts'
import { fillPrompt } from '../../../../src/main/generation/prompts/fill.ts'
import { loadPrompts, parsePrompts } from '../../../../src/main/generation/prompts/library.ts'
import { subjectWords } from '../../../../src/main/generation/prompts/subject.ts'
import { ANGLES, LIGHTS } from '../../../../src/main/generation/prompts/variety.ts'

const EMBEDDED = join(import.meta.dirname, '../../../../resources/prompts')
const embedded = (await loadPrompts(EMBEDDED)).all

describe('the embedded library', () => {
  test('holds 15, 11 and 9 prompts with ids of their own, and every variant', () => {
    expect(STYLES.map((style) => embedded.filter((prompt) => prompt.type === style).length)).toEqual([15, 11, 9])
    expect(new Set(embedded.map((prompt) => prompt.id)).size).toBe(35)
    expect(new Set(embedded.map((prompt) => prompt.title)).size).toBe(35)
    expect(new Set(embedded.map((prompt) => prompt.variant))).toEqual(new Set(Object.values(VARIANTS).flat()))
  })

  test('brings variety to every style', () => {
    for (const style of STYLES) {
      const of = embedded.filter((prompt) => prompt.type === style)
      for (const field of ['aspect_ratio', 'angle', 'light', 'framing', 'gaze'] as const) {
        expect(new Set(of.map((prompt) => prompt[field])).size, `${style} ${field}`).toBeGreaterThanOrEqual(6)
      }
    }
  })

  test.each(embedded.map((prompt) => [prompt.id, prompt] as const))(
    '%s asks for all that a good image needs',
    (_id, prompt) => {
      for (const slot of ['{subject}', '{angle}', '{framing}', '{gaze}', '{light}', '{setting}'])
        expect(prompt.text).toContain(slot)
      expect(prompt.text).toContain('reference image')
    },
  )

  const subjects = [
    ['0000_european_16_male'],
    ['0001_african_70_female'],
    ['0002_indian_40_nonbinary'],
    ['sherlock_holmes'],
    ['alice', { name: 'Alice', gender: 'female' }],
    ['knight', { subject: 'armoured knight' }],
  ] as const
  test.each(embedded.map((prompt) => [prompt.id, prompt] as const))(
    '%s fills into clean sentences for every subject',
    (_id, prompt) => {
      const settings = [prompt, ...ANGLES.map((angle, i) => ({ ...prompt, angle, light: LIGHTS[i] ?? prompt.light }))]
      for (const [id, about] of subjects) {
        const subject = subjectWords(id, about)
        for (const setting of settings) {
          const { prompt: text } = fillPrompt(setting, subject)
          expect(text).toContain(subject.words)
          expect(text).not.toMatch(/[{}]| {2}| [.,;:]|\.\.|,,|undefined/)
          expect(text).toMatch(/^[A-Z].*\.$/)
          expect(text).not.toMatch(/[.] [a-z]/)
          expect(text).not.toMatch(/\ba (?!one|uni|use|eu)[aeiou]/i)
          expect(text).not.toMatch(/\ban (?!hour|hon|heir|8|11|18)[^aeiou]/i)
          expect(text).not.toMatch(/\b(\w+) \1\b|\b(a|an|the) (a|an|the)\b/i)
        }
      }
    },
  )
})

describe('a library’s own prompts', () => {
  let own = ''
  beforeEach(async () => {
    own = await mkdtemp(join(tmpdir(), 'evencast-prompts-'))
  })
  afterEach(() => rm(own, { recursive: true }))
  const put = (name: string, value: unknown) => writeFile(join(own, name), JSON.stringify(value))
  const mine = { id: 'my-1', type: 'bw_stylized', text: 'An etching of {subject}.' }

  test('need little, and add to the embedded ones', async () => {
    await put('mine.json', [mine])
    const { all: prompts } = await loadPrompts(EMBEDDED, own)
    expect(prompts).toHaveLength(36)
    expect(prompts.at(-1)).toMatchObject({ id: 'my-1', title: 'my-1', aspect_ratio: '1:1', variant: 'pen' })
  })

  test('replace the embedded ones under the same file name', async () => {
    await put('bw_stylized.json', [mine])
    const { all: prompts } = await loadPrompts(EMBEDDED, own)
    expect(prompts.filter((prompt) => prompt.type === 'bw_stylized').map((prompt) => prompt.id)).toEqual(['my-1'])
  })

  test('are read at once, while embedded ones alone wait until somebody needs them', async () => {
    await put('broken.json', [{ ...mine, text: 'No place for anybody.' }])
    await expect(loadPrompts(EMBEDDED, own)).rejects.toThrow(/must hold \{subject\}/)
    const alone = await loadPrompts(own)
    expect(() => alone.find('my-1')).toThrow(/broken\.json .*must hold \{subject\}/)
  })

  test('may not take an id twice', async () => {
    await put('mine.json', [{ ...mine, id: 'ph-01' }])
    await expect(loadPrompts(EMBEDDED, own)).rejects.toThrow(/mine\.json .*"ph-01" is taken in photorealistic\.json/)
  })

  test('that are no regular files are named and never waited for', async () => {
    execFileSync('mkfifo', [join(own, 'mine.json')])
    await expect(loadPrompts(EMBEDDED, own)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('mine.json'),
    })
  })

  test('need not exist', async () => {
    expect((await loadPrompts(EMBEDDED, join(own, 'nowhere'))).all).toEqual(embedded)
  })
})

test.each([
  ['{', /mine\.json .*not JSON/],
  ['{}', /mine\.json .*list of prompts/],
  ['[{"id":"a b","type":"bw_stylized","text":"{subject}"}]', /mine\.json .*prompt 1, field "id"/],
  ['[{"id":"a","type":"cartoon","text":"{subject}"}]', /prompt 1, field "type"/],
  ['[{"id":"a","type":"bw_stylized"}]', /prompt 1, field "text"/],
  ['[{"id":"a","type":"bw_stylized","text":"a drawing"}]', /field "text": must hold \{subject\}/],
  ['[{"id":"a","type":"bw_stylized","text":"{subject} {anlge}"}]', /field "text": holds the unknown slot \{anlge\}/],
  ['[{"id":"a","type":"bw_stylized","text":"{subject} {angle}"}]', /field "angle": is missing/],
  ['[{"id":"a","type":"bw_stylized","text":"{subject}","variant":"comic"}]', /field "variant": must be one of pen, /],
  ['[{"id":"a","type":"bw_stylized","text":"{subject}","aspect_ratio":"7:5"}]', /field "aspect_ratio"/],
])('%s is refused with file and field', (text, message) => {
  expect(() => parsePrompts(text, 'mine.json')).toThrow(message)
})

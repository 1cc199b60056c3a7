import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adviceFor } from '../../../../src/main/domain/shot.ts'
import { STYLES } from '../../../../src/main/domain/style.ts'
import { choosePrompts } from '../../../../src/main/generation/prompts/choose.ts'
import { fillPrompt } from '../../../../src/main/generation/prompts/fill.ts'
import { loadPrompts, promptLibrary } from '../../../../src/main/generation/prompts/library.ts'
import { subjectWords } from '../../../../src/main/generation/prompts/subject.ts'

const library = await loadPrompts(join(import.meta.dirname, '../../../../resources/prompts'))
const subject = subjectWords('0000_european_16_male')
const none = { promptIds: [], prompts: [] }
const sizeOf = (style: string) => library.all.filter((prompt) => prompt.type === style).length
const seeds = fc.integer({ min: 0, max: 0xffffffff })

test('no two prompts of an actor are ever equal, round after round, up to 200', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STYLES), seeds, fc.array(fc.nat(60), { maxLength: 5 }), (style, seed, rounds) => {
      const used: { promptIds: string[]; prompts: string[] } = { promptIds: [], prompts: [] }
      for (const [i, n] of rounds.entries()) {
        const chosen = choosePrompts({ library, style, n: Math.min(n, 200), seed: seed + i, used, subject })
        expect(chosen).toHaveLength(n)
        used.promptIds.push(...chosen.map((prompt) => prompt.prompt_id))
        used.prompts.push(...chosen.map((prompt) => prompt.prompt))
      }
      expect(new Set(used.promptIds).size).toBe(used.promptIds.length)
      expect(new Set(used.prompts).size).toBe(used.prompts.length)
    }),
    { numRuns: 30 },
  )
  for (const style of STYLES) {
    const chosen = choosePrompts({ library, style, n: 200, seed: 1, used: none, subject })
    expect(new Set(chosen.map((prompt) => prompt.prompt)).size).toBe(200)
  }
})

test('the library is used up before a prompt comes back, and evenly after that', () => {
  fc.assert(
    fc.property(fc.constantFrom(...STYLES), seeds, fc.nat(40), (style, seed, n) => {
      const chosen = choosePrompts({ library, style, n, seed, used: none, subject })
      const uses = new Map<string, number>()
      for (const { prompt_id } of chosen) {
        const id = prompt_id.split('.')[0] ?? ''
        uses.set(id, (uses.get(id) ?? 0) + 1)
      }
      expect(Math.max(0, ...uses.values())).toBeLessThanOrEqual(Math.ceil(n / sizeOf(style)))
      expect(chosen.filter((prompt) => !prompt.prompt_id.includes('.'))).toHaveLength(Math.min(n, sizeOf(style)))
    }),
    { numRuns: 50 },
  )
})

test('a prompt the actor has, by id or by text, is not chosen again', () => {
  const bw = library.all.filter((prompt) => prompt.type === 'bw_stylized')
  const byId = bw.slice(0, 5).map((prompt) => prompt.id)
  const byText = bw.slice(5, 10).map((prompt) => ` ${fillPrompt(prompt, subject).prompt.toUpperCase()}`)
  const used = { promptIds: byId, prompts: byText }
  const chosen = choosePrompts({ library, style: 'bw_stylized', n: 2, seed: 3, used, subject })
  expect(chosen[0]?.prompt_id).toBe('bw-11')
  expect(chosen[1]?.prompt_id).toMatch(/^bw-\d\d\.\d+-\d+$/)
})

test('the seed fixes the choice', () => {
  const choose = (seed: number) =>
    choosePrompts({ library, style: 'photorealistic', n: 20, seed, used: none, subject }).map((it) => it.prompt_id)
  expect(choose(7)).toEqual(choose(7))
  expect(choose(7)).not.toEqual(choose(8))
})

test('a library that cannot be varied gives what it has', () => {
  const plain = library.all
    .filter((prompt) => prompt.id === 'ph-01')
    .map((prompt) => ({ ...prompt, text: 'A photograph of {subject}.' }))
  const choose = (used: typeof none) =>
    choosePrompts({ library: promptLibrary(plain), style: 'photorealistic', n: 5, seed: 1, used, subject })
  expect(choose(none)).toHaveLength(1)
  expect(
    choosePrompts({ library: promptLibrary(plain), style: 'bw_stylized', n: 5, seed: 1, used: none, subject }),
  ).toEqual([])
})

test('every chosen prompt is found again by its id and fills to the same text', () => {
  for (const style of STYLES) {
    for (const { prompt_id, prompt } of choosePrompts({ library, style, n: 40, seed: 9, used: none, subject })) {
      const found = library.find(prompt_id)
      expect(found && fillPrompt(found, subject).prompt).toBe(prompt)
    }
  }
  expect(['ph-99', 'ph-01.99-1', 'ph-01.', ''].map(library.find)).toEqual([undefined, undefined, undefined, undefined])
})

test('of prompts used as little, those come first that bring what the set lacks', () => {
  const images = Array.from({ length: 6 }, () => ({
    scene: { angle: 'front', framing: 'bust', expression: 'neutral', light: 'soft', background: 'plain' } as const,
    looked: true,
  }))
  const advice = adviceFor(images)
  fc.assert(
    fc.property(seeds, (seed) => {
      const choose = () =>
        choosePrompts({ library, style: 'photorealistic', n: 6, seed, used: none, subject, advice }).map(
          ({ prompt_id, shot }) => ({ prompt_id, shot }),
        )
      const chosen = choose()
      expect(choose()).toEqual(chosen)
      const angles = new Set(chosen.map(({ shot }) => shot.angle))
      expect(
        ['profile', 'back', 'low', 'high', 'three_quarter'].filter((angle) => !angles.has(angle as never)),
      ).toEqual([])
      const backgrounds = new Set(chosen.map(({ shot }) => shot.background))
      expect([...backgrounds].filter((background) => background !== 'plain')).toHaveLength(2)
    }),
    { numRuns: 30 },
  )
  // When every prompt has been used, repeated ones are chosen for the missing angle and light.
  const ids = library.all.filter(({ type }) => type === 'bw_stylized').map(({ id }) => id)
  const again = choosePrompts({
    library,
    style: 'bw_stylized',
    n: 1,
    seed: 7,
    used: { promptIds: ids, prompts: [] },
    subject,
    advice: advice && { ...advice, missing: { ...advice.missing, angle: ['back'], framing: [], light: ['dark'] } },
  })
  expect(again[0]?.shot).toMatchObject({ angle: 'back', light: 'dark' })
})

import { NO_SCENE } from '../../../src/main/domain/shot.ts'
import fc from 'fast-check'
import { type Issue, worst } from '../../../src/main/domain/assessment.ts'
import { ISSUE_KEYS } from '../../../src/main/domain/issue-kinds.ts'
import { type ActorImage, settle } from '../../../src/main/domain/image.ts'
import type { ManifestImage } from '../../../src/main/domain/manifest.ts'
import type { PlanInput } from '../../../src/main/domain/make-plan.ts'
import type { FilledPrompt } from '../../../src/main/domain/prompt.ts'
import { perStyle, type Style, STYLES } from '../../../src/main/domain/style.ts'

/** Creates an image as `settle` returns it, from the few fields that a test sets. */
export function image(
  filename: string,
  said: {
    readonly style?: Style
    readonly unsure?: boolean
    readonly issues?: readonly Issue[]
    readonly quality?: number
    readonly entry?: Partial<ManifestImage>
    readonly unassessed?: boolean
    readonly overruled?: boolean
  } = {},
): ActorImage {
  const { style = 'photorealistic', unsure = false, issues = [], quality = 0.5, entry = {}, unassessed = false } = said
  const { overruled = false } = said
  const guess = { style, confidence: 0.9, unsure }
  const assessment = {
    evaluator: 'local@1',
    guess,
    issues,
    verdict: worst(issues),
    group: null,
    quality,
    ...(overruled ? { overruled } : {}),
  }
  return settle({ filename, bytes: 1, sha256: null }, { filename, ...entry }, unassessed ? null : assessment)
}

export const prompts = (style: Style, n: number): FilledPrompt[] =>
  Array.from({ length: n }, (_, i) => ({
    prompt_id: `${style}-${i}`,
    prompt: `prompt ${i}`,
    aspect_ratio: '1:1',
    title: 'Title',
    variant: 'pen',
    shot: NO_SCENE,
  }))

export const input = (images: readonly ActorImage[], rest: Partial<PlanInput> = {}): PlanInput => ({
  actorId: 'alice',
  images,
  target: { photorealistic: 2, bw_stylized: 1, color_stylized: 0 },
  policy: 'trim',
  choose: prompts,
  capability: perStyle(() => null),
  derivation: null,
  priceUsd: perStyle(() => 0.04),
  generator: 'local',
  model: 'local-1',
  evaluator: 'local@1',
  fingerprint: 'f',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...rest,
})

const issues = fc.array(
  fc.record<Issue>({
    key: fc.constantFrom(...ISSUE_KEYS.filter((key) => !key.endsWith('_duplicate'))),
    verdict: fc.constantFrom('review', 'reject'),
    detail: fc.constant('a phrase'),
  }),
  { maxLength: 2 },
)

const entries = fc.oneof(
  fc.constant({}),
  fc.record({
    type: fc.constantFrom(...STYLES, null),
    classified_by: fc.constantFrom('human', 'local@1', undefined),
    verdict: fc.constantFrom('keep', 'reject', undefined),
    kept_by: fc.constantFrom('human', undefined, undefined),
    source: fc.constantFrom('generated', undefined),
    derived_from: fc.constantFrom('alice_0.jpg', 'base.png', undefined, undefined),
  }),
)

/** Any possible set of images of an actor. */
export const anyImages = fc
  .array(
    fc.record({
      style: fc.constantFrom(...STYLES),
      unsure: fc.boolean(),
      issues: fc.oneof(fc.constant([]), issues),
      quality: fc.double({ min: 0, max: 1, noNaN: true }),
      entry: entries,
      unassessed: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.boolean()),
    }),
    { maxLength: 40 },
  )
  .map((all) => all.map((said, i) => image(`alice_${i}.jpg`, said)))

import { type Assessment, type Issue, type StyleGuess, worst } from './assessment.ts'
import { ISSUE_KEYS, ISSUES } from './issue-kinds.ts'
import { cutOuts } from './cut-from.ts'
import { duplicates } from './duplicates.ts'
import { type Medians, ownIssues } from './issues.ts'
import { guesserOf } from './guesser.ts'
import type { Taught } from './learned-style.ts'
import { lookalikeGroups } from './lookalike.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import { identityIssue, nearestFace, personsIn } from './person.ts'
import { sameShots } from './same-shot.ts'
import type { Style } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'
import type { Vector } from './vectors.ts'
import type { KindVectors } from './zero-shot.ts'

export { subjectIsPhotographed } from './style-guess.ts'

/** Name and version of the local evaluator, written to manifests and plans; the version changes with the measures or the rules. */
export const LOCAL_EVALUATOR = 'local@8'

export interface JudgedImage {
  readonly filename: string
  readonly sha256: string
  readonly measured: Measured
  /** True when a person kept the image: it stays among its duplicates. */
  readonly preferred?: boolean | undefined
  /** True when a person rejected the image: it will be removed, so nothing counts as its copy. */
  readonly dropped?: boolean | undefined
  /** Style from a source with precedence over an evaluator. */
  readonly said?: Style | null | undefined
  /** Results of the pretrained networks, when they are installed. */
  readonly shows?: Vector | undefined
  readonly faces?: readonly Vector[] | undefined
}

/** Knowledge besides the images: the measures of the actor's base image, and people's style labels, oldest first. */
export interface Beside {
  readonly base: Measured | null
  readonly taught: readonly Taught[]
  /** Vectors of words that a picture's vector is compared with; null without the pretrained network for pictures. */
  readonly kinds?: KindVectors | null
  /** Faces of the base images; null without the pretrained network for faces. */
  readonly references?: readonly Vector[] | null
}

const ALONE: Beside = { base: null, taught: [] }

/**
 * Assesses the images of one actor by their measures, one issue per cause: an unreadable file has no other issue, an image that is useless
 * by itself is not a duplicate too, and a duplicate's own flaws do not matter.
 */
export function judge(images: readonly JudgedImage[], beside: Beside = ALONE): ReadonlyMap<string, Assessment> {
  const guess = guesserOf(beside)
  const guessOf = (measures: Measures, shows: Vector | undefined): StyleGuess => {
    const guessed = guess({ ...measures, shows })
    return isForeign(measures) ? { ...guessed, unsure: true } : guessed
  }
  const readable = images.flatMap(({ measured, preferred = false, dropped = false, ...image }) =>
    isUnreadable(measured)
      ? []
      : [{ ...image, measures: measured, preferred, dropped, guess: guessOf(measured, image.shows) }],
  )
  const medians = mediansOf(readable.map(({ measures }) => measures))
  const own = new Map(
    readable.map(({ filename, measures }) => [filename, inDoubt(measures, ownIssues(measures, medians(measures)))]),
  )
  const ownOf = (filename: string): readonly Issue[] => own.get(filename) ?? []
  const contenders = readable
    .map((image) => ({ ...image, flawed: isForeign(image.measures) || ownOf(image.filename).length > 0 }))
    .filter(({ filename, preferred, dropped }) => preferred || (!dropped && worst(ownOf(filename)) !== 'reject'))
  const repeated = duplicates(contenders)
  const single = contenders.filter(({ filename }) => !repeated.has(filename))
  const cut = cutOuts(single)
  const again = sameShots(single.flatMap(({ shows, ...image }) => (shows ? [{ ...image, shows }] : [])))
  const identity = identityOf(readable, beside)
  const foreign = new Set(readable.filter(({ measures }) => isForeign(measures)).map(({ filename }) => filename))
  const issuesOf = (filename: string): readonly Issue[] => {
    const found = repeated.get(filename)
    const copy = found && foreign.has(filename) ? forReview(found) : found
    if (copy?.verdict === 'reject') return [copy]
    return [
      ...ownOf(filename),
      ...[copy ?? cut.get(filename) ?? again.get(filename), identity.get(filename)?.issue].filter((issue) => !!issue),
    ]
  }
  const groups = groupsOf(
    readable.filter(
      ({ filename, measures, guess: { unsure } }) =>
        unsure && measures.signature.length > 0 && worst(issuesOf(filename)) !== 'reject',
    ),
  )
  const guesses = new Map(readable.map((image) => [image.filename, image.guess]))
  return new Map(
    images.map(({ filename, measured }) => [
      filename,
      isUnreadable(measured)
        ? measured.unproven
          ? notJudged(measured.unreadable)
          : unreadable(measured.unreadable)
        : {
            evaluator: LOCAL_EVALUATOR,
            guess: guesses.get(filename) ?? null,
            issues: issuesOf(filename),
            verdict: worst(issuesOf(filename)),
            group: groups.get(filename) ?? null,
            quality: quality(measured),
            ...identity.get(filename)?.told,
            ...(isForeign(measured) && { reason: foreignNote(measured) }),
          },
    ]),
  )
}

type Readable = Pick<JudgedImage, 'filename' | 'faces' | 'said'> & { readonly guess: StyleGuess }
type Told = Pick<Assessment, 'face' | 'person' | 'unmeasured'>

/**
 * Checks the identity on photographs of a photographed person only. Without a face it stays unmeasured. An image that may be a drawing is
 * never called another person; when its face would differ, its identity stays unmeasured too.
 */
function identityOf(
  images: readonly Readable[],
  { base, references = null }: Beside,
): ReadonlyMap<string, { readonly issue: Issue | null; readonly told: Told }> {
  if (references === null || (base && !isUnreadable(base) && base.drawn >= THRESHOLDS.sure.drawn)) return new Map()
  const photographs = images.filter(({ said, guess }) => (said ?? guess.style) === 'photorealistic')
  const persons = personsIn(photographs.map(({ filename, faces = [] }) => ({ filename, faces })))
  return new Map(
    photographs.map(({ filename, faces = [], said, guess }) => {
      const face = nearestFace(faces, references)
      const person = persons.get(filename)
      const found = face === null ? null : identityIssue(face)
      const isSure = Boolean(said) || !guess.unsure
      const told: Told = {
        ...(face !== null && { face }),
        ...(person !== undefined && { person }),
        ...((face === null || (found && !isSure)) && { unmeasured: ['identity_mismatch'] }),
      }
      return [filename, { issue: isSure ? found : null, told }]
    }),
  )
}

/** Groups images by content when a network described all of them, otherwise by technique. */
function groupsOf(images: readonly (Pick<JudgedImage, 'filename' | 'shows'> & { readonly measures: Measures })[]) {
  const shown = images.every(({ shows }) => shows)
  return lookalikeGroups(
    images.map(({ filename, shows, measures }) => ({
      filename,
      signature: shown && shows ? Array.from(shows) : measures.signature,
    })),
    shown ? THRESHOLDS.lookalikeShown : THRESHOLDS.lookalike,
  )
}

/**
 * Returns true for formats that Evencast reads but few trainers do: another copy is better, and the image is not removed, even as surplus,
 * until a person decides.
 */
const isForeign = ({ format }: Measures): boolean => format === 'heic' || format === 'bmp'

const forReview = (issue: Issue): Issue => ({ ...issue, verdict: 'review' })

const inDoubt = (measures: Measures, issues: readonly Issue[]): readonly Issue[] =>
  isForeign(measures) ? issues.map(forReview) : issues

const foreignNote = ({ format }: Measures): string =>
  `The file is ${format.toUpperCase()}, which few trainers read. Exports convert it; elsewhere save it as JPEG or PNG.`

/** Issues that only pixels reveal. */
const BY_PIXELS = ISSUE_KEYS.filter((key) => ISSUES[key].byPixels)

/** Returns an assessment for a file that Evencast cannot read: that says nothing about the picture, so a person decides. */
const notJudged = (reason: string): Assessment => ({
  evaluator: LOCAL_EVALUATOR,
  guess: null,
  issues: [],
  verdict: 'review',
  group: null,
  quality: 0,
  reason,
  unmeasured: BY_PIXELS,
})

const unreadable = (detail: string): Assessment => ({
  evaluator: LOCAL_EVALUATOR,
  guess: null,
  issues: [{ key: 'unreadable', verdict: 'reject', detail }],
  verdict: 'reject',
  group: null,
  quality: 0,
})

/** Returns true for ink on paper: its lines are a hundred times as sharp as any photograph, which would seem soft by comparison. */
const isInk = ({ drawn, monochrome }: Measures): boolean => monochrome && drawn >= 0.5

/** Returns the medians of the comparable images: ink with ink, the rest with the rest. Null when there are too few. */
function mediansOf(all: readonly Measures[]): (measures: Measures) => Medians | null {
  const of = (some: readonly Measures[]): Medians | null => {
    const median = (value: (measures: Measures) => number): number =>
      some.map(value).sort((a, b) => a - b)[some.length >> 1] ?? 0
    return some.length < THRESHOLDS.relativeFromImages
      ? null
      : {
          sharpness: median(({ sharpness }) => sharpness),
          side: median(({ width, height }) => Math.max(width, height)),
        }
  }
  const [ink, other] = [of(all.filter(isInk)), of(all.filter((measures) => !isInk(measures)))]
  return (measures) => (isInk(measures) ? ink : other)
}

/** Returns the quality: nine tenths for pixels, 64² to 2048² on a logarithmic scale, one tenth for sharpness. */
function quality({ width, height, sharpness }: Measures): number {
  const share = (value: number, low: number, high: number): number =>
    Math.max(0, Math.min(1, Math.log(Math.max(value, 1e-9) / low) / Math.log(high / low)))
  return 0.9 * share(width * height, 64 ** 2, 2048 ** 2) + 0.1 * share(sharpness, 10, 10_000)
}

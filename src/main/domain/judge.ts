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

/** Written to manifests and plans; the version changes with the measures or the rules. */
export const LOCAL_EVALUATOR = 'local@8'

export interface JudgedImage {
  readonly filename: string
  readonly sha256: string
  readonly measured: Measured
  /** A human kept it: among duplicates it is the one to stay. */
  readonly preferred?: boolean | undefined
  /** A human rejected it: it goes, so nothing is a copy of it. */
  readonly dropped?: boolean | undefined
  /** Its style by whoever outranks an evaluator. */
  readonly said?: Style | null | undefined
  /** By the pretrained networks, where they are installed. */
  readonly shows?: Vector | undefined
  readonly faces?: readonly Vector[] | undefined
}

/** What is known beside the images: what was measured of their actor's base image, and styles that people said, the latest last. */
export interface Beside {
  readonly base: Measured | null
  readonly taught: readonly Taught[]
  /** What words a picture's vector is held against; null without the pretrained network for pictures. */
  readonly kinds?: KindVectors | null
  /** Faces of the base images; null without the one for faces. */
  readonly references?: readonly Vector[] | null
}

const ALONE: Beside = { base: null, taught: [] }

/**
 * Judges the images of one actor by what was measured of them. One cause, one issue: an unreadable file is that and nothing else, an
 * image that is useless by itself is not also a duplicate, and a duplicate's own flaws do not matter.
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
 * Only of photographs of a photographed person. One that shows no face cannot be told; one that may be a drawing is never called another person,
 * but where its face would be, that cannot be told either.
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

/** By what they show, where a network saw all of them, and else by how they were made. */
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

/** Read here, and by few trainers: another copy is better, and nothing of it goes, not even as surplus, before a person decides. */
const isForeign = ({ format }: Measures): boolean => format === 'heic' || format === 'bmp'

const forReview = (issue: Issue): Issue => ({ ...issue, verdict: 'review' })

const inDoubt = (measures: Measures, issues: readonly Issue[]): readonly Issue[] =>
  isForeign(measures) ? issues.map(forReview) : issues

const foreignNote = ({ format }: Measures): string =>
  `The file is ${format.toUpperCase()}, which few trainers read. Exports convert it; elsewhere save it as JPEG or PNG.`

/** What pixels would have told. */
const BY_PIXELS = ISSUE_KEYS.filter((key) => ISSUES[key].byPixels)

/** A limit of what is read here is no verdict on the picture: a person decides. */
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

/** Lines of ink on paper are a hundred times as sharp as any photograph, which would look soft beside them. */
const isInk = ({ drawn, monochrome }: Measures): boolean => monochrome && drawn >= 0.5

/** Of those that the image can be compared with: ink with ink, the rest with the rest. Null where they are too few. */
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

/** Nine tenths for pixels, 64² to 2048² on a logarithmic scale, one tenth for sharpness. */
function quality({ width, height, sharpness }: Measures): number {
  const share = (value: number, low: number, high: number): number =>
    Math.max(0, Math.min(1, Math.log(Math.max(value, 1e-9) / low) / Math.log(high / low)))
  return 0.9 * share(width * height, 64 ** 2, 2048 ** 2) + 0.1 * share(sharpness, 10, 10_000)
}

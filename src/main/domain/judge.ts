import { type Assessment, type Issue, type StyleGuess, worst } from './assessment.ts'
import { ISSUE_KEYS, ISSUES } from './issue-kinds.ts'
import { duplicates } from './duplicates.ts'
import { ownIssues } from './issues.ts'
import { learn, type Taught } from './learned-style.ts'
import { lookalikeGroups } from './lookalike.ts'
import { isUnreadable, type Measured, type Measures } from './measures.ts'
import { drawnGiven, guessStyle } from './style-guess.ts'
import { THRESHOLDS } from './thresholds.ts'

export { subjectIsPhotographed } from './style-guess.ts'

/** Written to manifests and plans; the version changes with the measures or the rules. */
export const LOCAL_EVALUATOR = 'local@2'

export interface JudgedImage {
  readonly filename: string
  readonly sha256: string
  readonly measured: Measured
  /** A human kept it: among duplicates it is the one to stay. */
  readonly preferred?: boolean | undefined
  /** A human rejected it: it goes, so nothing is a copy of it. */
  readonly dropped?: boolean | undefined
}

/** What is known beside the images: what was measured of their actor's base image, and styles that people said, the latest last. */
export interface Beside {
  readonly base: Measured | null
  readonly taught: readonly Taught[]
}

const ALONE: Beside = { base: null, taught: [] }

/**
 * Judges the images of one actor by what was measured of them. One cause, one issue: an unreadable file is that and nothing else, an
 * image that is useless by itself is not also a duplicate, and a duplicate's own flaws do not matter.
 */
export function judge(
  images: readonly JudgedImage[],
  { base, taught }: Beside = ALONE,
): ReadonlyMap<string, Assessment> {
  const learned = learn(taught)
  const guess = (measures: Measures): StyleGuess => {
    const guessed = guessStyle({ ...measures, drawn: drawnGiven(measures.drawn, base) }, learned(measures))
    return isForeign(measures) ? { ...guessed, unsure: true } : guessed
  }
  const readable = images.flatMap(({ measured, preferred = false, dropped = false, ...image }) =>
    isUnreadable(measured) ? [] : [{ ...image, measures: measured, preferred, dropped }],
  )
  const sharpness = medianSharpness(readable.map(({ measures }) => measures))
  const own = new Map(
    readable.map(({ filename, measures }) => [filename, inDoubt(measures, ownIssues(measures, sharpness(measures)))]),
  )
  const ownOf = (filename: string): readonly Issue[] => own.get(filename) ?? []
  const repeated = duplicates(
    readable
      .map((image) => ({ ...image, flawed: isForeign(image.measures) || ownOf(image.filename).length > 0 }))
      .filter(({ filename, preferred, dropped }) => preferred || (!dropped && worst(ownOf(filename)) !== 'reject')),
  )
  const foreign = new Set(readable.filter(({ measures }) => isForeign(measures)).map(({ filename }) => filename))
  const issuesOf = (filename: string): readonly Issue[] => {
    const found = repeated.get(filename)
    const copy = found && foreign.has(filename) ? forReview(found) : found
    return copy?.verdict === 'reject' ? [copy] : [...ownOf(filename), ...(copy ? [copy] : [])]
  }
  const groups = lookalikeGroups(
    readable
      .filter(
        ({ filename, measures }) =>
          guess(measures).unsure && measures.signature.length > 0 && worst(issuesOf(filename)) !== 'reject',
      )
      .map(({ filename, measures }) => ({ filename, signature: measures.signature })),
  )
  return new Map(
    images.map(({ filename, measured }) => [
      filename,
      isUnreadable(measured)
        ? measured.unproven
          ? notJudged(measured.unreadable)
          : unreadable(measured.unreadable)
        : {
            evaluator: LOCAL_EVALUATOR,
            guess: guess(measured),
            issues: issuesOf(filename),
            verdict: worst(issuesOf(filename)),
            group: groups.get(filename) ?? null,
            quality: quality(measured),
            ...(isForeign(measured) && { reason: foreignNote(measured) }),
          },
    ]),
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
function medianSharpness(all: readonly Measures[]): (measures: Measures) => number | null {
  const medianOf = (some: readonly Measures[]): number | null =>
    some.length < THRESHOLDS.relativeSharpness.fromImages
      ? null
      : (some.map(({ sharpness }) => sharpness).sort((a, b) => a - b)[some.length >> 1] ?? null)
  const [ink, other] = [medianOf(all.filter(isInk)), medianOf(all.filter((measures) => !isInk(measures)))]
  return (measures) => (isInk(measures) ? ink : other)
}

/** Nine tenths for pixels, 64² to 2048² on a logarithmic scale, one tenth for sharpness. */
function quality({ width, height, sharpness }: Measures): number {
  const share = (value: number, low: number, high: number): number =>
    Math.max(0, Math.min(1, Math.log(Math.max(value, 1e-9) / low) / Math.log(high / low)))
  return 0.9 * share(width * height, 64 ** 2, 2048 ** 2) + 0.1 * share(sharpness, 10, 10_000)
}

import type { Issue } from './assessment.ts'
import { type Likeness, likeness } from './likeness.ts'
import type { Measures } from './measures.ts'
import { byIndex } from './naming.ts'

export interface Candidate {
  readonly filename: string
  readonly sha256: string
  readonly measures: Measures
  /** A human kept it: it is the one to stay. */
  readonly preferred: boolean
  /** It has an issue of its own: a flawless copy is kept in its place. */
  readonly flawed: boolean
}

/**
 * One issue for every image that repeats another one of its actor, by file name; the image named in `duplicateOf` is kept and has none.
 * Copies are to be rejected; variants and greyscale copies are for a person to look at.
 */
export function duplicates(candidates: readonly Candidate[]): ReadonlyMap<string, Issue> {
  const issues = new Map<string, Issue>()
  const kept: Candidate[] = []
  for (const group of copies(candidates)) {
    const [best, ...rest] = group.toSorted(bestFirst)
    if (best === undefined) continue
    kept.push(best)
    for (const copy of rest) issues.set(copy.filename, copyIssue(copy, best))
  }
  const ranked = kept.toSorted(bestFirst)
  for (const [i, image] of ranked.entries()) {
    for (const better of ranked.slice(0, i)) {
      if (issues.has(better.filename)) continue
      const found = likeness(image.measures, better.measures)
      if (found === null || !sameStyle(found, image, better)) continue
      issues.set(image.filename, {
        key: 'near_duplicate',
        verdict: 'review',
        detail: found.kind === 'grey' ? greyDetail(image, better) : `differs from ${better.filename} only in a detail`,
        duplicateOf: better.filename,
      })
      break
    }
  }
  return issues
}

/** Groups of copies, by union: a copy of a copy belongs to the same group. */
function copies(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups: Candidate[][] = []
  for (const candidate of candidates) {
    const [first, ...others] = groups.filter((group) => group.some((member) => isCopy(member, candidate)))
    if (first === undefined) {
      groups.push([candidate])
      continue
    }
    first.push(candidate, ...others.flat())
    for (const other of others) groups.splice(groups.indexOf(other), 1)
  }
  return groups
}

const isCopy = (a: Candidate, b: Candidate): boolean =>
  a.sha256 === b.sha256 || likeness(a.measures, b.measures)?.kind === 'copy'

/** A drawing in colour and the same one in ink are two styles, and wanted; a photograph without its colour is the same photograph. */
const sameStyle = ({ kind }: Likeness, a: Candidate, b: Candidate): boolean =>
  kind !== 'grey' || (a.measures.drawn < 0.5 && b.measures.drawn < 0.5)

const pixels = ({ measures }: Candidate): number => measures.width * measures.height

/** Steps of a quarter: what a re-encoding changes does not outweigh which file was there first. */
const sharpnessStep = ({ measures }: Candidate): number =>
  Math.round(Math.log(Math.max(1, measures.sharpness)) / Math.log(1.25))

const bestFirst = (a: Candidate, b: Candidate): number =>
  Number(b.preferred) - Number(a.preferred) ||
  Number(a.flawed) - Number(b.flawed) ||
  pixels(b) - pixels(a) ||
  sharpnessStep(b) - sharpnessStep(a) ||
  byIndex(a.filename, b.filename)

function copyIssue(copy: Candidate, best: Candidate): Issue {
  const issue = { verdict: 'reject', duplicateOf: best.filename } as const
  if (copy.sha256 === best.sha256) return { ...issue, key: 'exact_duplicate', detail: `same file as ${best.filename}` }
  const found = likeness(copy.measures, best.measures)
  const what = found?.mirrored ? 'mirrored copy' : pixels(copy) < pixels(best) ? 'smaller copy' : 'copy'
  return { ...issue, key: 'near_duplicate', detail: `${what} of ${best.filename}` }
}

const greyDetail = (image: Candidate, better: Candidate): string =>
  image.measures.monochrome ? `${better.filename} without its colour` : `${better.filename} in colour`

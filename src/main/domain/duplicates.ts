import type { Issue } from './assessment.ts'
import { type Fingerprint, fingerprint, likeness } from './likeness.ts'
import type { Measures } from './measures.ts'
import { byIndex } from './naming.ts'
import { nearPairs } from './near-pairs.ts'
import { THRESHOLDS } from './thresholds.ts'

export interface Candidate {
  readonly filename: string
  readonly sha256: string
  readonly measures: Measures
  /** True when a person kept the image, so that it stays. */
  readonly preferred: boolean
  /** True when the image has an issue of its own, so that a flawless copy is kept instead. */
  readonly flawed: boolean
}

interface Compared extends Candidate {
  readonly print: Fingerprint
}

/**
 * Returns one issue, by file name, for every image that repeats another of its actor. The image named in `duplicateOf` is kept and has no
 * issue. Copies are rejected; variants and greyscale copies are set to review.
 */
export function duplicates(candidates: readonly Candidate[]): ReadonlyMap<string, Issue> {
  const issues = new Map<string, Issue>()
  const compared = candidates.map((candidate) => ({ ...candidate, print: fingerprint(candidate.measures) }))
  const near = nearPairs(
    compared.map(({ print }) => print),
    THRESHOLDS.hash,
  )
  const kept = new Set<Compared>()
  for (const group of copies(compared, near)) {
    const best = bestOf(group)
    if (best === undefined) continue
    kept.add(best)
    for (const copy of group) if (copy !== best) issues.set(copy.filename, copyIssue(copy, best))
  }
  const joined = (a: number, b: number) => kept.has(compared[a]!) && kept.has(compared[b]!)
  for (const family of connected(compared, near, joined))
    for (const [image, better] of variants(family)) issues.set(image.filename, variantIssue(image, better))
  return issues
}

/** Returns pairs of nearly equal images: each image with the one that is kept instead. */
function variants(images: readonly Compared[]): readonly (readonly [Compared, Compared])[] {
  const pairs: (readonly [Compared, Compared])[] = []
  let open = images
  while (open.length > 1) {
    const best = bestOf(open)
    if (best === undefined) break
    const alike = open.filter((image) => image !== best && isVariant(image, best))
    pairs.push(...alike.map((image) => [image, best] as const))
    open = open.filter((image) => image !== best && !alike.includes(image))
  }
  return pairs
}

function isVariant(image: Compared, better: Compared): boolean {
  const found = likeness(image.print, better.print)
  return found !== null && (found.kind === 'variant' || inOneStyle(image.measures, better.measures))
}

type Pair = readonly [number, number]

/** Groups copies; a copy of a copy belongs to the same group. */
function copies(all: readonly Compared[], near: readonly Pair[]): readonly (readonly Compared[])[] {
  const first = new Map<string, number>()
  const same = all.flatMap(({ sha256 }, at): Pair[] => {
    const earlier = first.get(sha256)
    if (earlier === undefined) first.set(sha256, at)
    return earlier === undefined ? [] : [[earlier, at]]
  })
  return connected(all, [...same, ...near], (a, b) => isCopy(all[a]!, all[b]!))
}

/** Returns the groups connected by the pairs that `joined` accepts. */
function connected<T>(
  all: readonly T[],
  pairs: readonly Pair[],
  joined: (a: number, b: number) => boolean,
): readonly (readonly T[])[] {
  const parent = Int32Array.from(all.keys())
  const rootOf = (at: number): number => {
    let root = at
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!
    return root
  }
  for (const [a, b] of pairs) {
    const [one, other] = [rootOf(a), rootOf(b)]
    if (one !== other && joined(a, b)) parent[Math.max(one, other)] = Math.min(one, other)
  }
  return [...Map.groupBy(all.keys(), rootOf).values()].map((members) => members.map((at) => all[at]!))
}

const isCopy = (a: Compared, b: Compared): boolean =>
  a.sha256 === b.sha256 || likeness(a.print, b.print)?.kind === 'copy'

/**
 * Returns true when the pixels of two images show one style. A drawing after a photograph repeats its content and is wanted, and so is an
 * ink drawing next to the same one in colour; a photograph without colour is still the same photograph.
 */
export const inOneStyle = (a: Measures, b: Measures): boolean =>
  a.drawn < 0.5 === b.drawn < 0.5 && (a.drawn < 0.5 || a.monochrome === b.monochrome)

/** Properties that decide which of several images is better. */
export type Contender = Pick<Candidate, 'filename' | 'measures' | 'preferred' | 'flawed'>

export const pixels = ({ measures }: Pick<Candidate, 'measures'>): number => measures.width * measures.height

/**
 * Returns the image to keep: one that a person kept, then one without issues, then the one with the most pixels, then the sharpest.
 * Differences as small as those of a re-encoding count as equal; then the lowest index wins.
 */
export function bestOf<T extends Contender>(group: readonly T[]): T | undefined {
  const prefer = (from: readonly T[], test: (candidate: T) => boolean): readonly T[] => {
    const chosen = from.filter(test)
    return chosen.length > 0 ? chosen : from
  }
  const nearly = (from: readonly T[], value: (candidate: T) => number, share: number): readonly T[] => {
    const most = Math.max(...from.map(value))
    return from.filter((candidate) => value(candidate) >= share * most)
  }
  const flawless = prefer(
    prefer(group, (c) => c.preferred),
    (c) => !c.flawed,
  )
  const large = nearly(flawless, pixels, THRESHOLDS.nearlyBest.pixels)
  const sharp = nearly(large, ({ measures }) => measures.sharpness, THRESHOLDS.nearlyBest.sharpness)
  return sharp.toSorted((a, b) => byIndex(a.filename, b.filename))[0]
}

function copyIssue(copy: Compared, best: Compared): Issue {
  const issue = { verdict: 'reject', duplicateOf: best.filename } as const
  if (copy.sha256 === best.sha256) return { ...issue, key: 'exact_duplicate', detail: `same file as ${best.filename}` }
  const found = likeness(copy.print, best.print)
  const what = found?.mirrored ? 'mirrored copy' : pixels(copy) < pixels(best) ? 'smaller copy' : 'copy'
  return { ...issue, key: 'near_duplicate', detail: `${what} of ${best.filename}` }
}

function variantIssue(image: Compared, better: Compared): Issue {
  const { monochrome } = image.measures
  const isToned = likeness(image.print, better.print)?.kind === 'toned'
  const detail = isToned
    ? `${better.filename} in other tones`
    : monochrome === better.measures.monochrome
      ? `differs from ${better.filename} only in a detail`
      : `${better.filename} ${monochrome ? 'without its colour' : 'in colour'}`
  return { key: 'near_duplicate', verdict: 'review', detail, duplicateOf: better.filename }
}

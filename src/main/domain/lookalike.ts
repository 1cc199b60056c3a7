import { THRESHOLDS } from './thresholds.ts'

export interface Signed {
  readonly filename: string
  readonly signature: readonly number[]
}

/**
 * Groups images that were made alike, so that a person places them with one drag: average-linkage clustering of their signatures. Group
 * ids are "a1", "a2" … in the order of the images given, so the same images get the same ids; an image like no other has no group.
 */
export function lookalikeGroups(images: readonly Signed[]): ReadonlyMap<string, string> {
  const clusters = images.map((image) => [image])
  for (;;) {
    const pair = closestPair(clusters)
    if (pair === null) break
    const [a, b] = pair
    clusters[a]!.push(...clusters[b]!)
    clusters.splice(b, 1)
  }
  const groups = clusters.filter((cluster) => cluster.length > 1)
  return new Map(groups.flatMap((group, i) => group.map(({ filename }) => [filename, `a${i + 1}`] as const)))
}

function closestPair(clusters: readonly (readonly Signed[])[]): readonly [number, number] | null {
  let pair: readonly [number, number] | null = null
  let closest: number = THRESHOLDS.lookalike
  for (let b = 1; b < clusters.length; b++)
    for (let a = 0; a < b; a++) {
      const distance = averageDistance(clusters[a]!, clusters[b]!)
      if (distance >= closest) continue
      closest = distance
      pair = [a, b]
    }
  return pair
}

const averageDistance = (a: readonly Signed[], b: readonly Signed[]): number =>
  a.reduce((sum, x) => sum + b.reduce((part, y) => part + distance(x.signature, y.signature), 0), 0) /
  (a.length * b.length)

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)))

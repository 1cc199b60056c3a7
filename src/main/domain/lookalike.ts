import { THRESHOLDS } from './thresholds.ts'

export interface Signed {
  readonly filename: string
  readonly signature: readonly number[]
}

interface Group {
  readonly members: Signed[]
  /** Sum of the members' signatures. */
  readonly sum: number[]
}

/**
 * Groups images of similar technique, so that a person places them with one drag: each image joins the group with the nearest average or
 * starts a new one. Ids are "a1", "a2" … in the order of the images; an image without a similar one has none.
 */
export function lookalikeGroups(
  images: readonly Signed[],
  reach: number = THRESHOLDS.lookalike,
): ReadonlyMap<string, string> {
  const groups: Group[] = []
  for (const image of images) {
    const near = nearest(groups, image.signature, reach)
    if (near === null) groups.push({ members: [image], sum: [...image.signature] })
    else {
      near.members.push(image)
      for (const [i, value] of image.signature.entries()) near.sum[i] = (near.sum[i] ?? 0) + value
    }
  }
  return new Map(
    groups
      .filter(({ members }) => members.length > 1)
      .flatMap(({ members }, i) => members.map(({ filename }) => [filename, `a${i + 1}`] as const)),
  )
}

function nearest(groups: readonly Group[], signature: readonly number[], reach: number): Group | null {
  let found: Group | null = null
  let closest = reach ** 2
  for (const group of groups) {
    let away = 0
    for (let i = 0; i < signature.length && away < closest; i++)
      away += (signature[i]! - (group.sum[i] ?? 0) / group.members.length) ** 2
    if (away >= closest) continue
    closest = away
    found = group
  }
  return found
}

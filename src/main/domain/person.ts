import type { Issue } from './assessment.ts'
import { THRESHOLDS } from './thresholds.ts'
import { cosine, middleOf, type Vector } from './vectors.ts'

/** Returns the highest similarity, -1..1, between a picture's faces and those of the base images; null when either has none. */
export function nearestFace(faces: readonly Vector[], references: readonly Vector[]): number | null {
  const all = faces.flatMap((face) => references.map((reference) => cosine(face, reference)))
  return all.length === 0 ? null : Math.max(...all)
}

/**
 * Returns null when it may be the same person. The issue is only a review, since the most similar strangers are as near as some pictures of
 * one person.
 */
export const identityIssue = (nearest: number): Issue | null =>
  nearest < THRESHOLDS.face.differs
    ? { key: 'identity_mismatch', verdict: 'review', detail: 'the face is not like the one in the base image' }
    : null

interface Seen {
  readonly filename: string
  readonly faces: readonly Vector[]
}

/**
 * Returns the number of each picture's person, by file name: 1 has the most pictures. Each face joins the person with the nearest average,
 * or starts a new one; only the most certain face of a picture counts.
 */
export function personsIn(pictures: readonly Seen[]): ReadonlyMap<string, number> {
  const persons: { readonly files: string[]; readonly faces: Vector[]; middle: Vector }[] = []
  for (const { filename, faces } of pictures) {
    const [face] = faces
    if (!face) continue
    const nearest = persons
      .map((person) => ({ person, near: cosine(person.middle, face) }))
      .reduce<{ readonly person: (typeof persons)[number]; readonly near: number } | null>(
        (best, next) => (best && best.near >= next.near ? best : next),
        null,
      )
    if (nearest && nearest.near >= THRESHOLDS.face.same) {
      nearest.person.files.push(filename)
      nearest.person.faces.push(face)
      nearest.person.middle = middleOf(nearest.person.faces)
    } else persons.push({ files: [filename], faces: [face], middle: face })
  }
  return new Map(
    persons
      .toSorted((a, b) => b.files.length - a.files.length)
      .flatMap(({ files }, at) => files.map((filename) => [filename, at + 1] as const)),
  )
}

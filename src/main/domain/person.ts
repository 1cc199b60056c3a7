import type { Issue } from './assessment.ts'
import { THRESHOLDS } from './thresholds.ts'
import { cosine, middleOf, type Vector } from './vectors.ts'

/** How near the nearest pair of a picture's faces and the base images' faces is, -1..1; null where either shows none. */
export function nearestFace(faces: readonly Vector[], references: readonly Vector[]): number | null {
  const all = faces.flatMap((face) => references.map((reference) => cosine(face, reference)))
  return all.length === 0 ? null : Math.max(...all)
}

/** Null: it may be the same person. A person decides, since the nearest strangers are as near as some pictures of one person. */
export const identityIssue = (nearest: number): Issue | null =>
  nearest < THRESHOLDS.face.differs
    ? { key: 'identity_mismatch', verdict: 'review', detail: 'the face is not like the one in the base image' }
    : null

interface Seen {
  readonly filename: string
  readonly faces: readonly Vector[]
}

/**
 * Whose picture each one is, by file name: 1 is the person with the most pictures. Each face joins the person whose average it is nearest to, or
 * is somebody else; only the surest face of a picture counts.
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

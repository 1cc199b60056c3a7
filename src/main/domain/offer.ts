import type { Measures } from './measures.ts'

/** Largest distance of signatures at which images are offered together: calibrated, see docs/style-model.md. */
const OFFERED = 0.3

/** Returns the others that look like one of the images just moved, to offer the same move for them. */
export const lookalikesOf = <T extends Pick<Measures, 'signature'>>(
  moved: readonly Pick<Measures, 'signature'>[],
  others: readonly T[],
): readonly T[] => others.filter((other) => moved.some((image) => apart(image.signature, other.signature) <= OFFERED))

function apart(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || a.length !== b.length) return Infinity
  let square = 0
  for (let i = 0; i < a.length; i++) square += (a[i]! - b[i]!) ** 2
  return Math.sqrt(square)
}

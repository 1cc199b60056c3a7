import { apart, wordsOf } from './image-order.ts'

/** Half that an image fell into, once per split. No group can be split more than sixteen times. */
export const GROUP_PART = /^[ab]{1,16}$/

interface Hashed {
  readonly hashes: string | null
}

/** Splits images in two by similarity: each joins the nearer of the two that differ most. When all are equal, one is split off. */
export function halves<T extends Hashed>(images: readonly T[]): readonly [readonly T[], readonly T[]] {
  const hashes = images.map(({ hashes: hash }) => wordsOf(hash ?? ''))
  const distance = (a: number, b: number): number =>
    apart(hashes[a] ?? new Uint32Array(), hashes[b] ?? new Uint32Array())
  let [one, other, most] = [0, images.length - 1, -1]
  for (let a = 0; a < images.length; a++)
    for (let b = a + 1; b < images.length; b++) if (distance(a, b) > most) [one, other, most] = [a, b, distance(a, b)]
  const isFirst = (at: number): boolean => at !== other && (at === one || distance(at, one) <= distance(at, other))
  return [images.filter((_, at) => isFirst(at)), images.filter((_, at) => !isFirst(at))]
}

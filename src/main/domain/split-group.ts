import { apart, wordsOf } from './image-order.ts'

/** Which half an image fell to, time after time. Sixteen times is more than any group can be split. */
export const GROUP_PART = /^[ab]{1,16}$/

interface Hashed {
  readonly hashes: string | null
}

/** In two, by what looks least alike: each goes with the nearer of the two that are farthest apart. Of one that is like itself, the last one goes. */
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

/** What a pretrained network makes of a picture, a face or a text: of length 1, near for what is alike. */
export type Vector = Float32Array

/** From the hex of what is stored: how many there are, then their numbers in half precision. */
export function readVectors(hex: string): readonly Vector[] {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  )
  return unpackVectors(bytes)
}

export function unpackVectors(bytes: Uint8Array): readonly Vector[] {
  const count = bytes[0] ?? 0
  // Copied: the numbers have to begin at an even place.
  const numbers = new Float16Array(new Uint8Array(bytes.subarray(1)).buffer)
  const length = count === 0 ? 0 : numbers.length / count
  return Array.from({ length: count }, (_, at) => Float32Array.from(numbers.subarray(at * length, (at + 1) * length)))
}

/** Of two vectors of length 1: 1 for the same, about 0 for what has nothing in common. */
export function cosine(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b[i] ?? 0)
  return sum
}

/** The sum of some, of length 1. */
export function middleOf(vectors: readonly Vector[]): Vector {
  const [first] = vectors
  if (!first) return new Float32Array()
  const sum = first.map((_, i) => vectors.reduce((total, vector) => total + vector[i]!, 0))
  const length = Math.sqrt(cosine(sum, sum))
  return length > 0 ? sum.map((value) => value / length) : sum
}

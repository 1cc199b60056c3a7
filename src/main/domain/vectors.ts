/** Vector by which a pretrained network describes a picture, a face or a text: of length 1, near for similar ones. */
export type Vector = Float32Array

/** Reads vectors from stored hex: their count, then the numbers in half precision. */
export function readVectors(hex: string): readonly Vector[] {
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  )
  return unpackVectors(bytes)
}

export function unpackVectors(bytes: Uint8Array): readonly Vector[] {
  const count = bytes[0] ?? 0
  // Copy the bytes, because the numbers must start at an even offset.
  const numbers = new Float16Array(new Uint8Array(bytes.subarray(1)).buffer)
  const length = count === 0 ? 0 : numbers.length / count
  return Array.from({ length: count }, (_, at) => Float32Array.from(numbers.subarray(at * length, (at + 1) * length)))
}

/** Returns the cosine of two vectors of length 1: 1 when equal, about 0 when unrelated. */
export function cosine(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b[i] ?? 0)
  return sum
}

/** Returns the sum of the vectors, scaled to length 1. */
export function middleOf(vectors: readonly Vector[]): Vector {
  const [first] = vectors
  if (!first) return new Float32Array()
  const sum = first.map((_, i) => vectors.reduce((total, vector) => total + vector[i]!, 0))
  const length = Math.sqrt(cosine(sum, sum))
  return length > 0 ? sum.map((value) => value / length) : sum
}

/** Of length 1: then the product of two is the cosine of their angle. */
export function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? values.map((value) => value / length) : values
}

/** What is left without what all have in common, of length 1. */
export const off = (vector: Float32Array, common: ArrayLike<number>): Float32Array =>
  unit(vector.map((value, i) => value - (common[i] ?? 0)))

/** Some vectors of one length as they are stored: how many there are, and their numbers in half precision. */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  const numbers = Float16Array.from(vectors.flatMap((vector) => Array.from(vector)))
  const bytes = new Uint8Array(1 + numbers.byteLength)
  bytes[0] = vectors.length
  bytes.set(new Uint8Array(numbers.buffer), 1)
  return bytes
}

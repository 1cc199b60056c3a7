/** Scales a vector to length 1, so that the product of two is the cosine of their angle. */
export function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? values.map((value) => value / length) : values
}

/** Subtracts the common component from a vector and scales the rest to length 1. */
export const off = (vector: Float32Array, common: ArrayLike<number>): Float32Array =>
  unit(vector.map((value, i) => value - (common[i] ?? 0)))

/** Packs vectors of equal length for storage: their number, then their values in half precision. */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  const numbers = Float16Array.from(vectors.flatMap((vector) => Array.from(vector)))
  const bytes = new Uint8Array(1 + numbers.byteLength)
  bytes[0] = vectors.length
  bytes.set(new Uint8Array(numbers.buffer), 1)
  return bytes
}

import type { Measures } from '../../../src/main/domain/measures.ts'

/** Returns the measures of a flawless colour photograph; different seeds give unrelated pictures. */
export function measuresOf(seed: number, changes: Partial<Measures> = {}): Measures {
  return {
    width: 1024,
    height: 1024,
    format: 'jpeg',
    dhash: hex(seed, 16),
    phash: hex(seed + 1000, 16),
    mirrored: { dhash: hex(seed + 2000, 16), phash: hex(seed + 3000, 16) },
    thumbnail: hex(seed + 4000, 24 * 24 * 2),
    brightness: { p1: 0.02, p5: 0.06, p50: 0.4, p95: 0.9, p99: 0.97 },
    sharpness: 800,
    symmetry: 0.2,
    borders: 0,
    monochrome: false,
    drawn: 0.05,
    signature: Array.from({ length: 15 }, (_, i) => Number.parseInt(hex(seed + 5000, 15)[i] ?? '0', 16) / 15),
    ...changes,
  }
}

function hex(seed: number, length: number): string {
  let state = (seed + 1) * 2654435761
  let out = ''
  while (out.length < length) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
    out += (state >>> 28).toString(16)
  }
  return out
}

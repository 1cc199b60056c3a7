/** Creates a stream of numbers in [0, 1) that depends only on its seed (Mulberry32, Tommy Ettinger, public domain). */
export function stream(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
}

function lattice(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return ((h ^ (h >>> 13)) & 0xffff) / 65535
}

/** Returns smooth value noise in space, 0..1, with a period of one unit. */
export function valueNoise(x: number, y: number, z: number): number {
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const z0 = Math.floor(z)
  let fx = x - x0
  let fy = y - y0
  let fz = z - z0
  fx = fx * fx * (3 - 2 * fx)
  fy = fy * fy * (3 - 2 * fy)
  fz = fz * fz * (3 - 2 * fz)
  const a = lattice(x0, y0, z0)
  const b = lattice(x0, y0 + 1, z0)
  const c = lattice(x0, y0, z0 + 1)
  const d = lattice(x0, y0 + 1, z0 + 1)
  const ax = a + (lattice(x0 + 1, y0, z0) - a) * fx
  const bx = b + (lattice(x0 + 1, y0 + 1, z0) - b) * fx
  const cx = c + (lattice(x0 + 1, y0, z0 + 1) - c) * fx
  const dx = d + (lattice(x0 + 1, y0 + 1, z0 + 1) - d) * fx
  const near = ax + (bx - ax) * fy
  const far = cx + (dx - cx) * fy
  return near + (far - near) * fz
}

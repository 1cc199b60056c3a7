import { BOUND, CARVE, FAR, type Field, INDEX, MELT, ORIGIN, PART_STRIDE, ROWS, SIZE, STRIDE } from './field.ts'

/** Distance in one piece's own frame. Formulas after Inigo Quilez, "3D SDF primitives" (iquilezles.org/articles/distfunctions). */
function pieceDistance(q: Float64Array, i: number, px: number, py: number, pz: number): number {
  const wx = px - q[i + ORIGIN]!
  const wy = py - q[i + ORIGIN + 1]!
  const wz = pz - q[i + ORIGIN + 2]!
  const x = wx * q[i + ROWS]! + wy * q[i + ROWS + 1]! + wz * q[i + ROWS + 2]!
  const y = wx * q[i + ROWS + 3]! + wy * q[i + ROWS + 4]! + wz * q[i + ROWS + 5]!
  const z = wx * q[i + ROWS + 6]! + wy * q[i + ROWS + 7]! + wz * q[i + ROWS + 8]!
  const a = q[i + SIZE]!
  const b = q[i + SIZE + 1]!
  const c = q[i + SIZE + 2]!
  const d = q[i + SIZE + 3]!
  switch (q[i]) {
    case 0: {
      // Inverse radii.
      return ellipsoidDistance(x, y, z, a, b, c)
    }
    case 1: {
      // Half extents without the rounding, rounding.
      const ex = Math.abs(x) - a
      const ey = Math.abs(y) - b
      const ez = Math.abs(z) - c
      const ox = ex > 0 ? ex : 0
      const oy = ey > 0 ? ey : 0
      const oz = ez > 0 ? ez : 0
      const inside = Math.max(ex, ey, ez)
      return Math.sqrt(ox * ox + oy * oy + oz * oz) + (inside < 0 ? inside : 0) - d
    }
    case 2: {
      // Radius at the origin, radius at height c, sine and cosine of the flank's slope.
      const ring = Math.sqrt(x * x + z * z)
      const slope = d
      const rise = q[i + SIZE + 4]!
      const k = -ring * slope + y * rise
      if (k < 0) return Math.sqrt(ring * ring + y * y) - a
      if (k > rise * c) return Math.sqrt(ring * ring + (y - c) * (y - c)) - b
      return ring * rise + y * slope - a
    }
    case 3: {
      const ring = Math.sqrt(x * x + z * z) - a
      return Math.sqrt(ring * ring + y * y) - b
    }
    case 4: {
      // Radius and half height without the rounding, rounding.
      const er = Math.sqrt(x * x + z * z) - a
      const ey = Math.abs(y) - b
      const or = er > 0 ? er : 0
      const oy = ey > 0 ? ey : 0
      const inside = er > ey ? er : ey
      return Math.sqrt(or * or + oy * oy) + (inside < 0 ? inside : 0) - c
    }
    case 5: {
      // Inverse radii, height of the cut; the rim is rounded over 0.04.
      const whole = ellipsoidDistance(x, y, z, a, b, c)
      return smoothMax(whole, d - y, 0.04)
    }
    default: {
      // Radii across x and z, thickness, curl along x and z. Curling stretches space: the distance is scaled back.
      const bent = y - d * x * x - q[i + SIZE + 4]! * z * z
      const k = Math.sqrt((x * x) / (a * a) + (z * z) / (b * b))
      const er = (k - 1) * Math.min(a, b)
      const ey = Math.abs(bent) - c
      const or = er > 0 ? er : 0
      const oy = ey > 0 ? ey : 0
      const inside = er > ey ? er : ey
      return (Math.sqrt(or * or + oy * oy) + (inside < 0 ? inside : 0) - 0.02) * 0.7
    }
  }
}

/** Takes the inverse radii: a division costs as much as the rest. */
function ellipsoidDistance(x: number, y: number, z: number, a: number, b: number, c: number): number {
  const ux = x * a
  const uy = y * b
  const uz = z * c
  const k0 = Math.sqrt(ux * ux + uy * uy + uz * uz)
  const vx = ux * a
  const vy = uy * b
  const vz = uz * c
  const k1 = Math.sqrt(vx * vx + vy * vy + vz * vz)
  return k1 < 1e-9 ? -1 / Math.max(a, b, c) : (k0 * (k0 - 1)) / k1
}

function smoothMax(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b)
  return (a > b ? a : b) + (h > 0 ? (h * h) / (4 * k) : 0)
}

/**
 * Distance to one part, melting its pieces together. It is exact below `limit`; above it any value of at least `limit` may come
 * back, since pieces that cannot bring the distance below the limit are passed over by their bounding spheres.
 */
export function partDistance(field: Field, part: number, limit: number, x: number, y: number, z: number): number {
  const q = field.pieces
  const end = field.parts[part * PART_STRIDE + 1]! * STRIDE
  // A piece may shape the surface through another that it melts with: hence the widest melt on top of its own.
  const most = limit + field.parts[part * PART_STRIDE + 6]!
  let d = FAR
  for (let i = field.parts[part * PART_STRIDE]! * STRIDE; i < end; i += STRIDE) {
    const k = q[i + MELT]!
    const carve = q[i + CARVE] === 1
    const dx = x - q[i + BOUND]!
    const dy = y - q[i + BOUND + 1]!
    const dz = z - q[i + BOUND + 2]!
    const least = (carve ? (d < 0 ? -d : 0) : d < most ? d : most) + k + q[i + BOUND + 3]!
    if (least > 0 && dx * dx + dy * dy + dz * dz > least * least) continue
    const s = pieceDistance(q, i, x, y, z)
    if (carve) d = k > 0 ? smoothMax(d, -s, k) : Math.max(d, -s)
    else {
      const h = k - Math.abs(d - s)
      d = (s < d ? s : d) - (h > 0 ? (h * h) / (4 * k) : 0)
    }
  }
  return d
}

/**
 * Distance to the parts in `list` (its first `count` entries), at most `limit`. The nearest part moves to the head of the list: rays
 * and steps beside each other mostly meet the same part, and knowing it first rules the others out cheaply.
 */
export function listDistance(
  field: Field,
  list: Int32Array,
  count: number,
  limit: number,
  x: number,
  y: number,
  z: number,
): number {
  let d = limit
  let best = 0
  const parts = field.parts
  for (let n = 0; n < count; n++) {
    const part = list[n]!
    const b = part * PART_STRIDE
    const dx = x - parts[b + 2]!
    const dy = y - parts[b + 3]!
    const dz = z - parts[b + 4]!
    const far = d + parts[b + 5]!
    if (far > 0 && dx * dx + dy * dy + dz * dz > far * far) continue
    const s = partDistance(field, part, d, x, y, z)
    if (s < d) {
      d = s
      best = n
    }
  }
  if (best > 0) {
    const nearest = list[best]!
    list[best] = list[0]!
    list[0] = nearest
  }
  return d
}

/** Index, in the whole figure, of the piece of a part that makes up its surface at a point. */
export function nearestPiece(field: Field, part: number, x: number, y: number, z: number): number {
  let best = 0
  let d = FAR
  for (let n = field.parts[part * PART_STRIDE]!; n < field.parts[part * PART_STRIDE + 1]!; n++) {
    const carve = field.pieces[n * STRIDE + CARVE] === 1
    const s = pieceDistance(field.pieces, n * STRIDE, x, y, z)
    if (carve ? -s > d : s < d) {
      d = carve ? -s : s
      best = n
    }
  }
  return field.pieces[best * STRIDE + INDEX]!
}

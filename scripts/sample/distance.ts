import { BOUND, CARVE, FAR, type Field, INDEX, MELT, ORIGIN, PART_STRIDE, ROWS, SIZE, STRIDE } from './field.ts'

// Points are passed as arrays of three, and the shapes are written out in one loop. A floating-point argument or result costs an allocation
// at every call that is not inlined, and a picture takes a hundred million of them.

/**
 * Returns the distance to one part, with its pieces blended. The result is exact below `limit`; above it, any value of at least `limit` may
 * be returned, because pieces that cannot bring the distance below the limit are skipped by their bounding spheres. Stores the piece that
 * forms the surface here in `field.nearest`. Formulas of the shapes after Inigo Quilez, "3D SDF primitives"
 * (iquilezles.org/articles/distfunctions).
 */
export function partDistance(field: Field, part: number, limit: number, at: Float64Array): number {
  const q = field.pieces
  const px = at[0]!
  const py = at[1]!
  const pz = at[2]!
  const end = field.parts[part * PART_STRIDE + 1]! * STRIDE
  // A piece may affect the surface through another that it blends with, so the widest blend is added to its own.
  const most = limit + field.parts[part * PART_STRIDE + 6]!
  // A literal instead of FAR: the compiler does not know that an imported value is a number, and would allocate in every iteration.
  let d = 1e9
  let nearest = 1e9
  let which = 0
  for (let i = field.parts[part * PART_STRIDE]! * STRIDE; i < end; i += STRIDE) {
    const melt = q[i + MELT]!
    const carve = q[i + CARVE] === 1
    const bx = px - q[i + BOUND]!
    const by = py - q[i + BOUND + 1]!
    const bz = pz - q[i + BOUND + 2]!
    const least = (carve ? (d < 0 ? -d : 0) : d < most ? d : most) + melt + q[i + BOUND + 3]!
    if (least > 0 && bx * bx + by * by + bz * bz > least * least) continue
    const wx = px - q[i + ORIGIN]!
    const wy = py - q[i + ORIGIN + 1]!
    const wz = pz - q[i + ORIGIN + 2]!
    const x = wx * q[i + ROWS]! + wy * q[i + ROWS + 1]! + wz * q[i + ROWS + 2]!
    const y = wx * q[i + ROWS + 3]! + wy * q[i + ROWS + 4]! + wz * q[i + ROWS + 5]!
    const z = wx * q[i + ROWS + 6]! + wy * q[i + ROWS + 7]! + wz * q[i + ROWS + 8]!
    const a = q[i + SIZE]!
    const b = q[i + SIZE + 1]!
    const c = q[i + SIZE + 2]!
    const e = q[i + SIZE + 3]!
    const shape = q[i]!
    let s: number
    if (shape === 0 || shape === 5) {
      // Ellipsoid: inverse radii. Cap: the same above the height e, its rim rounded over 0.04.
      const ux = x * a
      const uy = y * b
      const uz = z * c
      const k0 = Math.sqrt(ux * ux + uy * uy + uz * uz)
      const k1 = Math.sqrt(ux * a * (ux * a) + uy * b * (uy * b) + uz * c * (uz * c))
      s = k1 < 1e-9 ? -1 / Math.max(a, b, c) : (k0 * (k0 - 1)) / k1
      if (shape === 5) {
        const below = e - y
        const h = 0.04 - Math.abs(s - below)
        s = (s > below ? s : below) + (h > 0 ? h * h * 6.25 : 0)
      }
    } else if (shape === 2) {
      // Cone: radius at the origin, radius at height c, sine and cosine of the flank's slope.
      const ring = Math.sqrt(x * x + z * z)
      const rise = q[i + SIZE + 4]!
      const k = y * rise - ring * e
      if (k < 0) s = Math.sqrt(ring * ring + y * y) - a
      else if (k > rise * c) s = Math.sqrt(ring * ring + (y - c) * (y - c)) - b
      else s = ring * rise + y * e - a
    } else if (shape === 1) {
      // Box: half extents without the rounding, rounding.
      const ex = Math.abs(x) - a
      const ey = Math.abs(y) - b
      const ez = Math.abs(z) - c
      const ox = ex > 0 ? ex : 0
      const oy = ey > 0 ? ey : 0
      const oz = ez > 0 ? ez : 0
      const inside = Math.max(ex, ey, ez)
      s = Math.sqrt(ox * ox + oy * oy + oz * oz) + (inside < 0 ? inside : 0) - e
    } else if (shape === 3) {
      // Torus: radius of the ring, radius of the tube.
      const ring = Math.sqrt(x * x + z * z) - a
      s = Math.sqrt(ring * ring + y * y) - b
    } else {
      // Cylinder: radius and half height without the rounding, rounding. Brim: radii across x and z, half thickness, curl along x
      // and z; it is rounded by 0.02, and since curling stretches space the distance is scaled back.
      const brim = shape === 6
      const k = brim ? Math.sqrt((x * x) / (a * a) + (z * z) / (b * b)) : 0
      const er = brim ? (k - 1) * Math.min(a, b) : Math.sqrt(x * x + z * z) - a
      const ey = brim ? Math.abs(y - e * x * x - q[i + SIZE + 4]! * z * z) - c : Math.abs(y) - b
      const or = er > 0 ? er : 0
      const oy = ey > 0 ? ey : 0
      const inside = er > ey ? er : ey
      const rounded = Math.sqrt(or * or + oy * oy) + (inside < 0 ? inside : 0)
      s = brim ? (rounded - 0.02) * 0.7 : rounded - c
    }
    if (carve) {
      const h = melt - Math.abs(d + s)
      if (-s > nearest) {
        nearest = -s
        which = i
      }
      d = (-s > d ? -s : d) + (h > 0 ? (h * h) / (4 * melt) : 0)
    } else {
      const h = melt - Math.abs(d - s)
      if (s < nearest) {
        nearest = s
        which = i
      }
      d = (s < d ? s : d) - (h > 0 ? (h * h) / (4 * melt) : 0)
    }
  }
  field.nearest[0] = q[which + INDEX]!
  return d
}

/**
 * Returns the distance to the parts in `list` (its first `count` entries), at most `limit`. The nearest part moves to the head of the list:
 * neighbouring rays and steps mostly meet the same part, and testing it first rules out the others cheaply.
 */
export function listDistance(field: Field, list: Int32Array, count: number, limit: number, at: Float64Array): number {
  const x = at[0]!
  const y = at[1]!
  const z = at[2]!
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
    const s = partDistance(field, part, d, at)
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

/** Returns the index, in the whole figure, of the piece of a part that forms its surface at a point. */
export function nearestPiece(field: Field, part: number, at: Float64Array): number {
  partDistance(field, part, FAR, at)
  return field.nearest[0]!
}

import { type Material, type Part, type Piece, SHAPES } from './clay.ts'
import { length, subtract, toWorld, type Vec3 } from './vector.ts'

/** Numbers per piece in `Field.pieces`: shape, origin (3), world-to-local rows (9), size (5), melt, carve, material, bounding sphere (4), index in the whole figure, piece whose frame carries the texture. */
export const STRIDE = 27
export const ORIGIN = 1
export const ROWS = 4
export const SIZE = 13
export const MELT = 18
export const CARVE = 19
const MATERIAL = 20
export const BOUND = 21
export const INDEX = 25
const TEXTURE = 26
export const FAR = 1e9

/** A figure packed for evaluation. `parts` holds, per part, its first piece, the piece after its last, a bounding sphere (x, y, z, r) and its widest melt. */
export interface Field {
  readonly pieces: Float64Array
  readonly parts: Float64Array
  readonly partCount: number
  /** Output: the piece that the last distance was measured to. */
  readonly nearest: Int32Array
  readonly materials: readonly Material[]
}

export const PART_STRIDE = 7

/**
 * Returns the piece whose frame carries the texture. Skin has one texture across all pieces of its part; other materials are textured piece
 * by piece.
 */
function carrier(parts: readonly Part[], piece: Piece, all: readonly Piece[]): number {
  if (piece.material.finish !== 'skin') return all.indexOf(piece)
  const part = parts.find((candidates) => candidates.includes(piece))
  return all.indexOf(part?.find((other) => other.material === piece.material) ?? piece)
}

const middleOf = ({ frame, middle }: Piece): Vec3 => toWorld(frame, [0, middle, 0])

export function packField(parts: readonly Part[]): Field {
  const full = parts.filter((part) => part.length > 0)
  const all = full.flat()
  const materials = [...new Set(all.map((piece) => piece.material))]
  const pieces = new Float64Array(all.length * STRIDE)
  all.forEach((piece, i) => {
    const { at, axes } = piece.frame
    const numbers = [SHAPES.indexOf(piece.shape), ...at, ...axes.flat(), ...piece.size]
    pieces.set(numbers, i * STRIDE)
    const rest = [
      piece.melt,
      piece.carve ? 1 : 0,
      materials.indexOf(piece.material),
      ...middleOf(piece),
      piece.reach,
      i,
      carrier(full, piece, all),
    ]
    pieces.set(rest, i * STRIDE + MELT)
  })
  const packed = new Float64Array(full.length * PART_STRIDE)
  let first = 0
  full.forEach((part, i) => {
    const solid = part.filter((piece) => !piece.carve)
    const centre = ([0, 1, 2] as const).map((axis) => {
      const low = Math.min(...solid.map((piece) => middleOf(piece)[axis] - piece.reach))
      const high = Math.max(...solid.map((piece) => middleOf(piece)[axis] + piece.reach))
      return (low + high) / 2
    }) as unknown as Vec3
    const radius = Math.max(...solid.map((p) => length(subtract(middleOf(p), centre)) + p.reach + p.melt / 4))
    const melt = Math.max(...part.map((p) => p.melt))
    packed.set([first, first + part.length, ...centre, radius, melt], i * PART_STRIDE)
    first += part.length
  })
  return { pieces, parts: packed, partCount: full.length, nearest: new Int32Array(1), materials }
}

export const materialOf = (field: Field, piece: number): number => field.pieces[piece * STRIDE + MATERIAL]!

/** Returns the piece whose frame a piece's texture is defined in. */
export const textureOf = (field: Field, piece: number): number => field.pieces[piece * STRIDE + TEXTURE]!

/** Writes the world point (x, y, z) in the piece's frame into `out`. */
export function intoPiece(field: Field, piece: number, x: number, y: number, z: number, out: Float64Array): void {
  const q = field.pieces
  const i = piece * STRIDE
  const dx = x - q[i + ORIGIN]!
  const dy = y - q[i + ORIGIN + 1]!
  const dz = z - q[i + ORIGIN + 2]!
  for (let r = 0; r < 3; r++)
    out[r] = dx * q[i + ROWS + r * 3]! + dy * q[i + ROWS + r * 3 + 1]! + dz * q[i + ROWS + r * 3 + 2]!
}

/** Rotates a direction from the piece's frame into the world, in place. */
export function outOfPiece(field: Field, piece: number, v: Float64Array): void {
  const q = field.pieces
  const i = piece * STRIDE + ROWS
  const [x, y, z] = [v[0]!, v[1]!, v[2]!]
  for (let c = 0; c < 3; c++) v[c] = x * q[i + c]! + y * q[i + 3 + c]! + z * q[i + 6 + c]!
}

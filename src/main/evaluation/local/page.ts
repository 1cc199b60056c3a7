import type { Chroma } from './chroma.ts'
import { type Plane, quantile } from './plane.ts'

const NEAR = 14
const VISIBLE = 200

/**
 * Where the picture is: 1 for the picture, 0 for the page around it – what is transparent, or joined to the edge in the one colour that
 * most of the edge has. Whether a figure was cut out, and onto what, tells where a file comes from and not how it was made.
 */
export function pictureMask({ luma, blue, red, alpha }: Chroma): Plane {
  const { width, height } = luma
  const data = new Float32Array(width * height).fill(1)
  const mask = { width, height, data }
  if (alpha) for (let i = 0; i < data.length; i++) if (alpha.data[i]! < VISIBLE) data[i] = 0
  const edge = edgeIndices(width, height)
  const opaque = edge.filter((i) => data[i] === 1)
  const page = [luma, blue, red].map((plane) =>
    quantile(
      opaque.map((i) => plane.data[i]!).toSorted((a, b) => a - b),
      0.5,
    ),
  )
  const isPage = (i: number): boolean =>
    data[i] === 1 &&
    Math.abs(luma.data[i]! - page[0]!) < NEAR &&
    Math.abs(blue.data[i]! - page[1]!) + Math.abs(red.data[i]! - page[2]!) < NEAR
  const open = opaque.filter(isPage)
  if (open.length * 2 < edge.length) return mask
  for (const i of open) data[i] = 0
  const visit = (i: number): void => {
    if (!isPage(i)) return
    data[i] = 0
    open.push(i)
  }
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const x = i % width
    if (x > 0) visit(i - 1)
    if (x < width - 1) visit(i + 1)
    if (i >= width) visit(i - width)
    if (i < data.length - width) visit(i + width)
  }
  return mask
}

function edgeIndices(width: number, height: number): number[] {
  const indices: number[] = []
  for (let x = 0; x < width; x++) indices.push(x, (height - 1) * width + x)
  for (let y = 1; y < height - 1; y++) indices.push(y * width, y * width + width - 1)
  return indices
}

import type { Pixels, Plane } from '../../src/main/evaluation/local/plane.ts'

/** The kernels in plain TypeScript, step by step, as a reference for tests. */
export function plainLuma({ width, height, rgb }: Pixels): Plane {
  const at = (i: number): number => 0.299 * rgb[i * 3]! + 0.587 * rgb[i * 3 + 1]! + 0.114 * rgb[i * 3 + 2]!
  return { width, height, data: Float32Array.from({ length: width * height }, (_, i) => at(i)) }
}

/** Returns, for each of `to` new pixels, the old pixels that it covers and the share of each. */
function weights(from: number, to: number) {
  const scale = from / to
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [i * scale, Math.min(from, (i + 1) * scale)]
    const first = Math.min(from - 1, Math.floor(start))
    const length = Math.max(1, Math.ceil(end - 1e-6) - first)
    const share = (at: number): number => Math.max(0, Math.min(end, at + 1) - Math.max(start, at)) / (end - start)
    return Array.from({ length }, (__, n) => ({ at: first + n, share: Math.fround(share(first + n)) }))
  })
}

export function plainResize({ width: wide, height: high, data }: Plane, width: number, height: number): Plane {
  const rows = new Float32Array(width * high)
  for (const [x, run] of weights(wide, width).entries())
    for (let y = 0; y < high; y++)
      rows[y * width + x] = run.reduce((sum, { at, share }) => sum + data[y * wide + at]! * share, 0)
  const out = new Float32Array(width * height)
  for (const [y, run] of weights(high, height).entries())
    for (const { at, share } of run)
      for (let x = 0; x < width; x++) out[y * width + x]! += rows[at * width + x]! * share
  return { width, height, data: out }
}

export function plainVariances(pixels: Pixels, columns: number, rows: number): number[] {
  const { width, height, rgb } = pixels
  const sums = Array.from({ length: columns * rows }, () => ({ count: 0, total: 0, squares: 0 }))
  const grey = (x: number, y: number): number => {
    const at = (y * width + x) * 3
    return 299 * rgb[at]! + 587 * rgb[at + 1]! + 114 * rgb[at + 2]!
  }
  const tile = (at: number, side: number, tiles: number): number => {
    let n = 0
    while (n < tiles - 1 && at >= Math.floor(((n + 1) * side) / tiles)) n++
    return n
  }
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const value = 4 * grey(x, y) - grey(x - 1, y) - grey(x + 1, y) - grey(x, y - 1) - grey(x, y + 1)
      const sum = sums[tile(y, height, rows) * columns + tile(x, width, columns)]!
      sum.count += 1
      sum.total += value
      sum.squares += value * value
    }
  return sums.map(({ count, total, squares }) => (count === 0 ? 0 : (squares / count - (total / count) ** 2) / 1e6))
}

export function plainSymmetry({ width, height, data }: Plane): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length
  let [product, power] = [0, 0]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]! - mean
      product += value * (data[(y + 1) * width - 1 - x]! - mean)
      power += value * value
    }
  return power < 1 ? 0 : product / power
}

/** Returns Y, Cb and Cr of a copy resampled by area, with channels averaged in doubles. */
export function plainChroma({ width: wide, height: high, rgb }: Pixels, width: number, height: number) {
  const [down, across] = [weights(high, height), weights(wide, width)]
  const channel = (c: number, x: number, y: number): number =>
    across[x]!.reduce((sum, column) => {
      const line = down[y]!.reduce((all, row) => all + rgb[(row.at * wide + column.at) * 3 + c]! * row.share, 0)
      return sum + line * column.share
    }, 0)
  const [luma, blue, red] = [0, 1, 2].map(() => new Float32Array(width * height))
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const [r, g, b] = [channel(0, x, y), channel(1, x, y), channel(2, x, y)]
      luma![i] = 0.299 * r + 0.587 * g + 0.114 * b
      blue![i] = -0.168736 * r - 0.331264 * g + 0.5 * b
      red![i] = 0.5 * r - 0.418688 * g - 0.081312 * b
    }
  return { luma: luma!, blue: blue!, red: red! }
}

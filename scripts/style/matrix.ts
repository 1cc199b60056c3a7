/** A matrix in row-major order. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array
}

export const matrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
})

/** Returns all dot products of the rows, four at a time so that each row is read less often. */
export function gram({ rows, columns, data }: Matrix): Matrix {
  const out = matrix(rows, rows)
  for (let j = 0; j < rows; j += 4) {
    const [b, c, d, e] = [0, 1, 2, 3].map((n) => Math.min(rows - 1, j + n) * columns)
    for (let i = j; i < rows; i++) {
      const a = i * columns
      let [one, two, three, four] = [0, 0, 0, 0]
      for (let k = 0; k < columns; k++) {
        const value = data[a + k]!
        one += value * data[b! + k]!
        two += value * data[c! + k]!
        three += value * data[d! + k]!
        four += value * data[e! + k]!
      }
      for (const [n, sum] of [one, two, three, four].entries())
        if (j + n < rows) out.data[i * rows + j + n] = out.data[(j + n) * rows + i] = sum
    }
  }
  return out
}

/** Returns the inverse of a symmetric positive definite matrix, by Cholesky decomposition. */
export function inverse({ rows: n, data }: Matrix): Matrix {
  const low = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = data[i * n + j]!
      for (let k = 0; k < j; k++) sum -= low[i * n + k]! * low[j * n + k]!
      low[i * n + j] = i === j ? Math.sqrt(sum) : sum / low[j * n + j]!
    }
  // The transposed inverse of the lower triangle, so that both loops below run along rows.
  const up = new Float64Array(n * n)
  for (let column = 0; column < n; column++) {
    const row = column * n
    for (let i = column; i < n; i++) {
      let sum = i === column ? 1 : 0
      for (let k = column; k < i; k++) sum -= low[i * n + k]! * up[row + k]!
      up[row + i] = sum / low[i * n + i]!
    }
  }
  const out = matrix(n, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let k = i; k < n; k++) sum += up[i * n + k]! * up[j * n + k]!
      out.data[i * n + j] = sum
      out.data[j * n + i] = sum
    }
  return out
}

export const times = ({ rows, columns, data }: Matrix, vector: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0
    for (let k = 0; k < columns; k++) sum += data[i * columns + k]! * vector[k]!
    return sum
  })

/** Returns the rows and columns of a square matrix at these indices. */
export function part({ rows: n, data }: Matrix, indices: readonly number[]): Matrix {
  const out = matrix(indices.length, indices.length)
  for (const [i, from] of indices.entries())
    for (const [j, to] of indices.entries()) out.data[i * indices.length + j] = data[from * n + to]!
  return out
}

/** Returns the first eigenvectors of a symmetric positive matrix and their eigenvalues, by power iteration. */
export function eigenvectors(
  square: Matrix,
  count: number,
): readonly { readonly value: number; readonly vector: Float64Array }[] {
  const n = square.rows
  let found: Float64Array[] = Array.from({ length: count }, (_, c) =>
    Float64Array.from({ length: n }, (__, i) => Math.sin((i + 1) * (c + 1) * 12.9898) % 1),
  )
  let values: number[] = []
  for (let round = 0; round < 25; round++) {
    const next: Float64Array[] = []
    values = []
    for (const vector of found) {
      const grown = times(square, vector)
      for (const earlier of next) {
        const along = dot(grown, earlier)
        for (let i = 0; i < n; i++) grown[i]! -= along * earlier[i]!
      }
      const length = Math.sqrt(dot(grown, grown))
      values.push(length)
      next.push(grown.map((value) => value / length))
    }
    found = next
  }
  return found.map((vector, i) => ({ value: values[i]!, vector }))
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

import { type LogisticModel, logit, standardise } from '../src/main/evaluation/local/logistic.ts'

export interface Example {
  readonly features: readonly number[]
  /** 1 for drawn, 0 for photographed. */
  readonly label: 0 | 1
  readonly source: string
}

/**
 * Logistic regression with an L2 penalty, by Newton's method. A source of n images weighs √n, and both labels weigh the same, so that
 * no large book speaks for all drawings.
 */
export function fit(examples: readonly Example[], penalty: number): LogisticModel {
  const weight = exampleWeights(examples)
  const size = examples[0]!.features.length
  const total = weight.reduce((a, b) => a + b, 0)
  const average = (of: (features: readonly number[]) => number): number =>
    examples.reduce((sum, example, i) => sum + weight[i]! * of(example.features), 0) / total
  const mean = Array.from({ length: size }, (_, j) => average((features) => features[j]!))
  const scale = mean.map((centre, j) => Math.sqrt(average((features) => (features[j]! - centre) ** 2)) + 1e-6)
  const rows = examples.map(({ features }) => [...standardise({ mean, scale }, features), 1])
  const beta = Array.from({ length: size + 1 }, () => 0)
  for (let round = 0; round < 20; round++) {
    const gradient = beta.map((value, j) => (j < size ? -penalty * value : 0))
    const hessian = beta.map((_, j) => beta.map((__, k) => (j === k ? (j < size ? penalty : 1e-6) : 0)))
    for (const [i, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * beta[j]!, 0)))
      const error = weight[i]! * (examples[i]!.label - p)
      const curvature = weight[i]! * Math.max(1e-4, p * (1 - p))
      for (let j = 0; j <= size; j++) {
        gradient[j]! += error * row[j]!
        for (let k = 0; k <= size; k++) hessian[j]![k]! += curvature * row[j]! * row[k]!
      }
    }
    const step = solve(hessian, gradient)
    for (let j = 0; j <= size; j++) beta[j]! += step[j]!
    if (Math.max(...step.map(Math.abs)) < 1e-6) break
  }
  return { mean, scale, weights: beta.slice(0, size), bias: beta[size]! }
}

/** Every example's logit by a model that saw no image of its source. */
export function leaveSourcesOut(examples: readonly Example[], penalty: number): number[] {
  const models = new Map(
    [...new Set(examples.map(({ source }) => source))].map((source) => [
      source,
      fit(
        examples.filter((example) => example.source !== source),
        penalty,
      ),
    ]),
  )
  return examples.map(({ features, source }) => logit(models.get(source)!, features))
}

/** Slope that makes held-out logits honest probabilities (Platt scaling without an offset). */
export function calibrationSlope(logits: readonly number[], examples: readonly Example[]): number {
  const weight = exampleWeights(examples)
  const loss = (slope: number): number =>
    logits.reduce(
      (sum, z, i) => sum + weight[i]! * Math.log(1 + Math.exp(examples[i]!.label === 1 ? -slope * z : slope * z)),
      0,
    )
  const slopes = Array.from({ length: 40 }, (_, i) => 0.05 * (i + 1))
  return slopes.reduce((best, slope) => (loss(slope) < loss(best) ? slope : best))
}

function exampleWeights(examples: readonly Example[]): number[] {
  const perSource = new Map<string, number>()
  const key = ({ source, label }: Example): string => `${label} ${source}`
  for (const example of examples) perSource.set(key(example), (perSource.get(key(example)) ?? 0) + 1)
  const raw = examples.map((example) => 1 / Math.sqrt(perSource.get(key(example))!))
  const sumOf = (label: 0 | 1): number =>
    raw.reduce((sum, value, i) => sum + (examples[i]!.label === label ? value : 0), 0)
  const sums = [sumOf(0), sumOf(1)] as const
  return raw.map((value, i) => (value * examples.length) / 2 / sums[examples[i]!.label])
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i]!])
  const n = a.length
  for (let i = 0; i < n; i++) {
    let pivot = i
    for (let j = i + 1; j < n; j++) if (Math.abs(a[j]![i]!) > Math.abs(a[pivot]![i]!)) pivot = j
    const row = a[pivot]!
    a[pivot] = a[i]!
    a[i] = row
    for (let j = i + 1; j < n; j++) {
      const factor = a[j]![i]! / row[i]!
      if (factor !== 0) for (let k = i; k <= n; k++) a[j]![k]! -= factor * row[k]!
    }
  }
  const x = Array.from({ length: n }, () => 0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i]![n]!
    for (let k = i + 1; k < n; k++) sum -= a[i]![k]! * x[k]!
    x[i] = sum / a[i]![i]!
  }
  return x
}

/**
 * Returns whole numbers in proportion to their weights, by the largest-remainder (Hamilton) method; ties go to the earlier. They sum to
 * `total`.
 */
export function wholeParts(total: number, weights: readonly number[]): readonly number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  if (whole <= 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (total * weight) / whole)
  const left = total - exact.reduce((sum, part) => sum + Math.floor(part), 0)
  const raised = new Set(
    [...exact.keys()].sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b).slice(0, left),
  )
  return exact.map((part, i) => Math.floor(part) + (raised.has(i) ? 1 : 0))
}

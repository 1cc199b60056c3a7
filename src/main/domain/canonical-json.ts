/**
 * JSON with the keys of every object in one order, so that a text stands for what is said and not for how it was laid out. What
 * JSON leaves out (undefined) is left out; numbers that only their text holds exactly stay that text.
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !JSON.isRawJSON(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
}

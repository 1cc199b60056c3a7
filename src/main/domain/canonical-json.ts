/**
 * Serializes to JSON with sorted keys, so that equal values give equal texts whatever their layout. Undefined values are left out as in
 * JSON; raw JSON numbers, which only their text holds exactly, keep that text.
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !JSON.isRawJSON(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
}

// JSON.parse source text access: in Node 22+ and Chromium 114+, not yet in TypeScript's library.
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

/**
 * Like `JSON.parse`, but an integer that a double cannot hold (64-bit seeds are common in image tools) becomes an opaque
 * object that `JSON.stringify` writes back digit by digit.
 */
export const parseLossless = (text: string): unknown =>
  JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
      ? JSON.rawJSON(source)
      : value,
  )

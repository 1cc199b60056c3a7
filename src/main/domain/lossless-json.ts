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
 * Matches a number that a double may not hold, or a text that looks like one. Only then is the reviver used, which takes several times as
 * long.
 */
const LONG = /(?:^|[\s:,[-])\d{16}/

/**
 * Parses like `JSON.parse`, but an integer that a double cannot hold (64-bit seeds are common in image tools) becomes an opaque object that
 * `JSON.stringify` writes back digit by digit.
 */
export const parseLossless = (text: string): unknown =>
  LONG.test(text) ? JSON.parse(text, lossless) : JSON.parse(text)

const lossless = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
  typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? JSON.rawJSON(source)
    : value

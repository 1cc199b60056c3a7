/**
 * Makes text safe to print: control characters (such as ESC and line breaks in file names) and marks that change the direction of text
 * become escapes.
 */
export const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced here
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (sign) =>
    sign === '\n'
      ? String.raw`\n`
      : sign === '\t'
        ? String.raw`\t`
        : String.raw`\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Escapes those of these characters that JSON leaves unescaped. */
export const printableJson = (json: string): string =>
  json.replaceAll(
    // oxlint-disable-next-line no-control-regex -- control characters are what is replaced here
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => String.raw`\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

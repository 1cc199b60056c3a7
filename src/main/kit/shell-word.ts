/** Quotes a path as one word of a shell. */
export const shellWord = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `"${path.replaceAll(/(["$`\\])/g, String.raw`\$1`)}"`

/** Quotes any text as one word of a POSIX shell, with every character literal. */
export const shellText = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

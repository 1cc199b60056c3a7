/** A path as one word of a shell. */
export const shellWord = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `"${path.replaceAll(/(["$`\\])/g, String.raw`\$1`)}"`

/** Any text as one word of a POSIX shell, every sign as it is. */
export const shellText = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

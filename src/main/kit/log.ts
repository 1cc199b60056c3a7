/** What happened, as fields, and in which words. */
type Write = (fields: object, message: string) => void

/** Where warnings and bugs are written down. */
export type Log = Readonly<Record<'info' | 'warn' | 'error' | 'fatal', Write>>

/** Writes an entry with its fields and its message. */
type Write = (fields: object, message: string) => void

/** Destination of warnings and bugs. */
export type Log = Readonly<Record<'info' | 'warn' | 'error' | 'fatal', Write>>

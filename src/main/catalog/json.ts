/** Parses a JSON column. Only this folder writes those columns, so their shape is known by construction. */
export const decode = <T>(text: string): T => JSON.parse(text) as T

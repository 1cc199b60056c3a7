/** A text in memory that threads share: handed to another, nothing of it is copied, however long it is. */
export type SharedText = Uint8Array<SharedArrayBuffer>

export function toShared(text: string): SharedText {
  const shared = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(text)))
  Buffer.from(shared.buffer).write(text)
  return shared
}

export const fromShared = ({ buffer, byteOffset, byteLength }: SharedText): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString()

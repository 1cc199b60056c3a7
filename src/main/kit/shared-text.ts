/** A text in shared memory, which is not copied when it is sent to another thread. */
export type SharedText = Uint8Array<SharedArrayBuffer>

export function toShared(text: string): SharedText {
  const shared = new Uint8Array(new SharedArrayBuffer(Buffer.byteLength(text)))
  Buffer.from(shared.buffer).write(text)
  return shared
}

export const fromShared = ({ buffer, byteOffset, byteLength }: SharedText): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString()

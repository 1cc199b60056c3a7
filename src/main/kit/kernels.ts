/** Bytes that kernels may read and write beyond the end of their data. */
const MARGIN_BYTES = 64
const PAGE_BYTES = 65_536

type Kernel = (...numbers: number[]) => number

/** Declared here because the domain uses kernels too, without the types of Node or of a browser; both have it. */
declare const atob: (base64: string) => string

const isKernel = (value: unknown): value is Kernel => typeof value === 'function'

interface Memory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** The part of the API that is used; the type libraries that include it also declare a browser's globals. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => Memory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: Memory } },
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}

/**
 * Loads pixel loops that `npm run kernels` compiled to WebAssembly with SIMD (`compiled` in base64), with their memory. SIMD needs the same
 * processors as libvips (SSE 4.1 or Arm's NEON), and Node and Electron support it since 16, so there is no fallback. Pixels are copied in
 * and results out at once; only the pixels of `placesBehind` are kept between calls.
 */
export function loadKernels(compiled: string) {
  const memory = new WebAssembly.Memory({ initial: 128 })
  const module = new WebAssembly.Module(Uint8Array.from(atob(compiled), (byte) => byte.charCodeAt(0)))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  /** Content at the first address. */
  let held: Uint8Array | null = null

  function places(...bytes: readonly number[]): readonly number[] {
    held = null
    let end = MARGIN_BYTES
    const found = bytes.map((room) => {
      const at = end
      end += Math.ceil((room + MARGIN_BYTES) / 16) * 16
      return at
    })
    const missing = end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    return found
  }

  return {
    /** Returns a function by its name in the source. */
    kernel: (name: string): Kernel => {
      const found = exports[name]
      if (!isKernel(found)) throw new Error(`There is no kernel ${name}.`)
      return found
    },
    /** Returns addresses with the given number of bytes each. */
    places,
    /**
     * Returns the address of this content, which must not change, and addresses with the given number of bytes each after it. The content
     * is copied only when it is not there yet.
     */
    placesBehind: (content: Uint8Array, ...bytes: readonly number[]): readonly number[] => {
      const isThere = held === content
      const found = places(content.length, ...bytes)
      if (!isThere) new Uint8Array(memory.buffer, found[0], content.length).set(content)
      held = content
      return found
    },
    // Views on the memory, valid until the next call.
    bytesAt: (at: number, length: number): Uint8Array => new Uint8Array(memory.buffer, at, length),
    floatsAt: (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length),
    doublesAt: (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length),
    countsAt: (at: number, length: number): Uint32Array => new Uint32Array(memory.buffer, at, length),
    numbersAt: (at: number, length: number): Int32Array => new Int32Array(memory.buffer, at, length),
    sharesAt: (at: number, length: number): Int16Array => new Int16Array(memory.buffer, at, length),
  }
}

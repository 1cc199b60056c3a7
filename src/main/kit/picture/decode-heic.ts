// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient module has no other way into the projects that import this file
/// <reference path="./libheif-js.d.ts" />
import { MOST_OWN_MEGAPIXELS, type RawPicture, type TooLarge } from './raw-picture.ts'

/**
 * Decodes the primary picture of a HEIC file with libheif in WebAssembly, upright; null when it cannot. It calls the C functions, because
 * the classes around them print errors to stdout, where a command's JSON belongs.
 */
export async function decodeHeic(bytes: Uint8Array): Promise<RawPicture | TooLarge | null> {
  // Imported on demand: two megabytes that most libraries never need.
  const { default: heif } = await import('libheif-js/wasm-bundle.js')
  const context = heif.heif_context_alloc()
  if (context === null) return null
  using cleanup = new DisposableStack()
  cleanup.defer(() => heif.heif_context_free(context))
  try {
    if (heif.heif_context_read_from_memory(context, bytes).code !== heif.heif_error_code.heif_error_Ok) return null
    const handle = heif.heif_js_context_get_primary_image_handle(context)
    if (handle === null || handle.code !== undefined) return null
    cleanup.defer(() => heif.heif_image_handle_release(handle))
    const [width, height] = [heif.heif_image_handle_get_width(handle), heif.heif_image_handle_get_height(handle)]
    if (width * height > MOST_OWN_MEGAPIXELS * 1e6) return { tooLarge: true, width, height }
    const { heif_colorspace_RGB } = heif.heif_colorspace
    const { heif_chroma_interleaved_RGBA } = heif.heif_chroma
    const decoded = await heif.heif_js_decode_image2(handle, heif_colorspace_RGB, heif_chroma_interleaved_RGBA)
    if (decoded === null || decoded.code !== undefined) return null
    cleanup.defer(() => heif.heif_image_release(decoded.image))
    const pixels = decoded.channels.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved)
    return pixels ? { width: pixels.width, height: pixels.height, rgba: withoutPadding(pixels) } : null
  } catch {
    return null
  }
}

interface Rows {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly data: Uint8Array
}

function withoutPadding({ width, height, stride, data }: Rows): Uint8Array {
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) rgba.set(data.subarray(y * stride, y * stride + width * 4), y * width * 4)
  return rgba
}

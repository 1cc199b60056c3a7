declare module 'libheif-js/wasm-bundle.js' {
  /** Returned by libheif instead of a result. */
  interface Failure {
    readonly code: object
  }
  type Handle = { readonly code?: undefined }
  interface Channel {
    readonly id: object
    readonly width: number
    readonly height: number
    /** Bytes from one row to the next. */
    readonly stride: number
    readonly data: Uint8Array
  }
  interface Decoded {
    readonly code?: undefined
    readonly image: object
    readonly channels: readonly Channel[]
  }
  const libheif: {
    readonly heif_error_code: { readonly heif_error_Ok: object }
    readonly heif_colorspace: { readonly heif_colorspace_RGB: object }
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: object }
    readonly heif_channel: { readonly heif_channel_interleaved: object }
    heif_context_alloc(): object | null
    heif_context_read_from_memory(context: object, bytes: Uint8Array): Failure
    heif_js_context_get_primary_image_handle(context: object): Handle | Failure | null
    heif_image_handle_get_width(handle: Handle): number
    heif_image_handle_get_height(handle: Handle): number
    /** Decodes upright. */
    heif_js_decode_image2(handle: Handle, colours: object, chroma: object): Promise<Decoded | Failure | null>
    heif_image_release(image: object): void
    heif_image_handle_release(handle: Handle): void
    heif_context_free(context: object): void
  }
  export default libheif
}

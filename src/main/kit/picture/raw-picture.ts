/** A picture decoded here and not by libvips. */
export interface RawPicture {
  readonly width: number
  readonly height: number
  /** Four bytes per pixel. */
  readonly rgba: Uint8Array
}

/** A picture that was not decoded because of its size. */
export interface TooLarge {
  readonly tooLarge: true
  readonly width: number
  readonly height: number
}

/** Largest size that is decoded here: it takes four bytes per pixel, twice. */
export const MOST_OWN_MEGAPIXELS = 80

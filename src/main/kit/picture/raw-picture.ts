/** A picture that was decoded here and not by libvips. */
export interface RawPicture {
  readonly width: number
  readonly height: number
  /** Four bytes a pixel. */
  readonly rgba: Uint8Array
}

/** A picture that was not decoded, for its size. */
export interface TooLarge {
  readonly tooLarge: true
  readonly width: number
  readonly height: number
}

/** Above this a picture is not decoded here: four bytes a pixel, twice. */
export const MOST_OWN_MEGAPIXELS = 80

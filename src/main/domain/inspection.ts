/** A grid over an image, row by row, with cells as equal as whole pixels allow. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly values: readonly number[]
}

/** Measures by place in an image, shown to a user who asks where it is blurred, dark or bright. */
export interface Inspection {
  /** Shares of the pixels in 64 levels from dark to bright; each channel sums to 1. */
  readonly histogram: {
    readonly red: readonly number[]
    readonly green: readonly number[]
    readonly blue: readonly number[]
    readonly luma: readonly number[]
  }
  /** Laplacian variance of each tile; `Measures.sharpness` is the 90th percentile of these. */
  readonly sharpness: Grid
  /** Share of each cell's pixels that are clipped to black or white, 0..1. */
  readonly dark: Grid
  readonly bright: Grid
}

/** Luma at and beyond which a pixel holds no detail: SceneWorks' clipping levels. */
export const CLIPPED = { dark: 4, bright: 251 } as const

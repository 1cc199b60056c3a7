/** A grid laid over an image, row by row; cells are as equal as whole pixels allow. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly values: readonly number[]
}

/** Where in an image its measures come from: what a person is shown who asks "where is it blurred?". */
export interface Inspection {
  /** Shares of the pixels by level, 64 levels from dark to bright, each channel summing to 1. */
  readonly histogram: {
    readonly red: readonly number[]
    readonly green: readonly number[]
    readonly blue: readonly number[]
    readonly luma: readonly number[]
  }
  /** Laplacian variance of each tile: the numbers that `Measures.sharpness` is the 90th percentile of. */
  readonly sharpness: Grid
  /** Share of each cell's pixels that are crushed to black or burnt to white, 0..1. */
  readonly dark: Grid
  readonly bright: Grid
}

/** Luma at and beyond which a pixel holds no detail: SceneWorks' clipping levels. */
export const CLIPPED = { dark: 4, bright: 251 } as const

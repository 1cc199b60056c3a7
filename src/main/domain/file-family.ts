interface NamedFile {
  readonly filename: string
  readonly model: string | null
  readonly madeWith: string | null
  readonly width: number | null
  readonly height: number | null
}

/** What made it: the generator that its manifest names, else the camera, program or generator that its file does. */
export const makerOf = ({ model, madeWith }: Pick<NamedFile, 'model' | 'madeWith'>): string | null => model ?? madeWith

/**
 * What files of one origin share, in words: their size in px, their format, their names without the numbers, as cameras and programs give
 * them, and what made them ("4000 × 3000 · dsc_#.jpg · NIKON D90"). Null until the size is measured.
 */
export function fileFamily(file: NamedFile): string | null {
  const { filename, width, height } = file
  if (width === null || height === null) return null
  const [long, short] = width > height ? [width, height] : [height, width]
  const maker = makerOf(file)
  const name = filename.toLowerCase().replaceAll(/\d+/g, '#')
  return `${long} × ${short} · ${name}${maker === null ? '' : ` · ${maker}`}`
}

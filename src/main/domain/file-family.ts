interface NamedFile {
  readonly filename: string
  readonly model: string | null
  readonly madeWith: string | null
  readonly width: number | null
  readonly height: number | null
}

/** Returns what produced the file: the generator named in its manifest, otherwise the camera, program or generator named in the file. */
export const makerOf = ({ model, madeWith }: Pick<NamedFile, 'model' | 'madeWith'>): string | null => model ?? madeWith

/**
 * Describes what files of one origin share: size in px, format, name without the numbers that cameras and programs add, and producer ("4000
 * × 3000 · dsc_#.jpg · NIKON D90"). Returns null until the size is measured.
 */
export function fileFamily(file: NamedFile): string | null {
  const { filename, width, height } = file
  if (width === null || height === null) return null
  const [long, short] = width > height ? [width, height] : [height, width]
  const maker = makerOf(file)
  const name = filename.toLowerCase().replaceAll(/\d+/g, '#')
  return `${long} × ${short} · ${name}${maker === null ? '' : ` · ${maker}`}`
}

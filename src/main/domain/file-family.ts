interface NamedFile {
  readonly filename: string
  readonly width: number | null
  readonly height: number | null
}

/**
 * What files of one origin share, in words: their size in px, their format, and their names without the numbers, as cameras and programs give
 * them ("4000 × 3000 · dsc_#.jpg"). Null until the size is measured.
 */
export function fileFamily({ filename, width, height }: NamedFile): string | null {
  if (width === null || height === null) return null
  const [long, short] = width > height ? [width, height] : [height, width]
  return `${long} × ${short} · ${filename.toLowerCase().replaceAll(/\d+/g, '#')}`
}

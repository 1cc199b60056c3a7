interface Named {
  readonly imageId: string
  readonly filename: string
}

const stemOf = (filename: string): string => filename.replace(/\.[^.]+$/, '').toLowerCase()

/** What was typed, as names are compared with it; empty: nothing is meant. */
export const soughtName = (typed: string): string => typed.trim().toLowerCase()

/** A part of every name that fits at all. */
export const partOfEvery = (sought: string): string => sought.replace(/^0+(?=\d+$)/, '')

/** How well a name fits what is sought, lower is better; null: not at all. */
export function nameFit(filename: string, sought: string): number | null {
  const stem = stemOf(filename)
  const number = /(\d+)$/.exec(stem)?.[1] ?? ''
  if (stem === sought || number === sought) return 0
  if (/^\d+$/.test(sought) && number !== '' && Number(number) === Number(sought)) return 0
  if (stem.startsWith(sought)) return 1
  if (number.startsWith(sought)) return 2
  return filename.toLowerCase().includes(sought) ? 3 : null
}

/** The images that somebody means by a part of their file name or their number: those that fit best. */
export function bestNamed(images: Iterable<Named>, sought: string): readonly string[] {
  let best = Infinity
  let ids: string[] = []
  for (const { imageId, filename } of images) {
    const fit = nameFit(filename, sought)
    if (fit === null || fit > best) continue
    if (fit < best) ids = []
    best = fit
    ids.push(imageId)
  }
  return ids
}

/** Of several that fit as well, the first. */
export function findName(images: Iterable<Named>, typed: string): string | null {
  const sought = soughtName(typed)
  return sought === '' ? null : (bestNamed(images, sought)[0] ?? null)
}

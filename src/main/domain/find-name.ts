/** An image and its file name. */
export interface Named {
  readonly imageId: string
  readonly filename: string
}

const stemOf = (filename: string): string => filename.replace(/\.[^.]+$/, '').toLowerCase()

/** Normalizes typed text for comparison with names; empty when nothing was typed. */
export const soughtName = (typed: string): string => typed.trim().toLowerCase()

/** Returns a text that every matching name contains. */
export const partOfEvery = (sought: string): string => sought.replace(/^0+(?=\d+$)/, '')

/** Returns how well a name matches, lower is better; null when it does not match. */
export function nameFit(filename: string, sought: string): number | null {
  const stem = stemOf(filename)
  const number = /(\d+)$/.exec(stem)?.[1] ?? ''
  if (stem === sought || number === sought) return 0
  if (/^\d+$/.test(sought) && number !== '' && Number(number) === Number(sought)) return 0
  if (stem.startsWith(sought)) return 1
  if (number.startsWith(sought)) return 2
  return filename.toLowerCase().includes(sought) ? 3 : null
}

/** Collects the images with the best match among any number of images. */
export function bestNamed(sought: string) {
  let best = Infinity
  let ids = new Set<string>()
  return {
    see(images: Iterable<Named>): void {
      for (const { imageId, filename } of images) {
        const fit = nameFit(filename, sought)
        if (fit === null || fit > best) continue
        if (fit < best) ids = new Set()
        best = fit
        ids.add(imageId)
      }
    },
    /** Returns the ids in the order in which they were seen. */
    ids: (): ReadonlySet<string> => ids,
  }
}

/** Returns the image that a user means by a part of its file name or its number; the first of several that match equally well. */
export function findName(images: Iterable<Named>, typed: string): string | null {
  const sought = soughtName(typed)
  if (sought === '') return null
  const best = bestNamed(sought)
  best.see(images)
  return best.ids().values().next().value ?? null
}

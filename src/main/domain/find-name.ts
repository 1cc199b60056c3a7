/** An image and its file name. */
export interface Named {
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

/** Collects, from as many images as there are, those that fit best what is sought. */
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
    /** In the order in which they were seen. */
    ids: (): ReadonlySet<string> => ids,
  }
}

/** The image that somebody means by a part of its file name or its number; of several that fit as well, the first. */
export function findName(images: Iterable<Named>, typed: string): string | null {
  const sought = soughtName(typed)
  if (sought === '') return null
  const best = bestNamed(sought)
  best.see(images)
  return best.ids().values().next().value ?? null
}

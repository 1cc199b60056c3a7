interface Named {
  readonly imageId: string
  readonly filename: string
}

const stemOf = (filename: string): string => filename.replace(/\.[^.]+$/, '').toLowerCase()

/** How well a name fits what was typed, lower is better; null: not at all. */
function fit(filename: string, typed: string): number | null {
  const stem = stemOf(filename)
  const number = /(\d+)$/.exec(stem)?.[1] ?? ''
  if (stem === typed || number === typed) return 0
  if (/^\d+$/.test(typed) && number !== '' && Number(number) === Number(typed)) return 0
  if (stem.startsWith(typed)) return 1
  if (number.startsWith(typed)) return 2
  return filename.toLowerCase().includes(typed) ? 3 : null
}

/** The image that somebody means by a part of its file name or its number; of several that fit as well, the first. */
export function findName(images: readonly Named[], typed: string): string | null {
  const sought = typed.trim().toLowerCase()
  if (sought === '') return null
  let best: { readonly imageId: string; readonly fit: number } | null = null
  for (const { imageId, filename } of images) {
    const found = fit(filename, sought)
    if (found !== null && (best === null || found < best.fit)) best = { imageId, fit: found }
  }
  return best?.imageId ?? null
}

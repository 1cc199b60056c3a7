import { askRest } from '../kit/ask-rest.ts'
import type { Seeing } from './seeing.ts'

/** Wraps the networks so that they do not open files whose results are known already: their bytes may be elsewhere. */
export const knownSeeing = (seeing: Seeing, seen: (file: string, model: string) => Uint8Array | undefined): Seeing => ({
  ...seeing,
  async see(id, files, signal) {
    const model = seeing.model(id)
    if (model === null) return seeing.see(id, files, signal)
    return askRest(
      files,
      (file) => seen(file, model),
      (rest) => seeing.see(id, rest, signal),
    )
  },
})

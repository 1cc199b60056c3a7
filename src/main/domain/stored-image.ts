import { z } from 'zod'
import type { ManifestImage } from './manifest.ts'
import { isImageName, isPlainName, isSafeActorId } from './naming.ts'
import { isObject, readEntry } from './read-entry.ts'
import { isSidecarFile } from './sidecars.ts'

/** Values of rows from a library's own database. It may come from any source, so they are validated as carefully as a file. */

export const StoredName = z.string().refine(isImageName, 'It is no image of an actor.')

/** An image or a sidecar. */
export const StoredFileName = z
  .string()
  .refine((name) => isImageName(name) || (isPlainName(name) && isSidecarFile(name)), 'It belongs to no image.')

/** Hash of a content; also used as a file name. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const StoredActorId = z.string().refine(isSafeActorId, 'It cannot be an actor.')

/** A manifest entry. Unknown keys survive, as they do in a manifest. */
export const StoredEntry = z.custom<object>(isObject).transform((raw, context): ManifestImage => {
  const entry = readEntry({ ...raw }, null)
  if (entry) return entry
  context.addIssue('It names no file.')
  return z.NEVER
})

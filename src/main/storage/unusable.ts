import { isImageFile } from '../domain/naming.ts'
import { fitsOnDisk } from './store.ts'

const NAMED = 3
const NAME_LENGTH = 80

/**
 * Returns true for an image in the store that a person would miss on a disk, where its name is not possible; hidden files belong to other
 * tools.
 */
export const isUnusable = (key: string): boolean =>
  isImageFile(key) && !fitsOnDisk(key) && !key.split('/').some((part) => part.startsWith('.') && !/^\.\.?$/.test(part))

/** Returns a sentence about these images. */
export function unusableNames(keys: readonly string[]): string {
  const short = (key: string) => (key.length > NAME_LENGTH ? `${key.slice(0, NAME_LENGTH)}…` : key)
  const more = keys.length > NAMED ? ` and ${keys.length - NAMED} more` : ''
  const names = `${keys.slice(0, NAMED).map(short).join(', ')}${more}`
  return keys.length === 1
    ? `${names} cannot have its name on a disk, so it stays in the store: rename it there.`
    : `${names} cannot have their names on a disk, so they stay in the store: rename them there.`
}

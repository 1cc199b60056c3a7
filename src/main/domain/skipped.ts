import { byIndex } from './naming.ts'

/**
 * Reasons for skipping something in an actor's folder. `link`: a picture that is a link; `folder`: pictures in a subfolder; `format`: a
 * picture of an unsupported format; `name`: not UTF-8, so that the file cannot be opened by its name; `ignored`: listed in
 * `.evencastignore`; `system`: a file of the operating system.
 */
export const SKIP_REASONS = ['link', 'folder', 'format', 'name', 'ignored', 'system'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** Files skipped for one reason. */
export interface Skipped {
  readonly reason: SkipReason
  /** Number of files; in subfolders only pictures count. */
  readonly count: number
  /** A few of their names, sorted; for `folder` the names of the folders. */
  readonly names: readonly string[]
}

const NAMED = 3

/** Groups names by reason, in the order in which users should read them. `count` is the number of files behind a name, 1 by default. */
export function skippedOf(
  found: readonly { readonly reason: SkipReason; readonly name: string; readonly count?: number }[],
): readonly Skipped[] {
  return SKIP_REASONS.flatMap((reason): Skipped[] => {
    const those = found.filter((one) => one.reason === reason)
    if (those.length === 0) return []
    const count = those.reduce((sum, one) => sum + (one.count ?? 1), 0)
    const names = those
      .map(({ name }) => name)
      .sort(byIndex)
      .slice(0, NAMED)
    return [{ reason, count, names }]
  })
}

/** Returns true when pictures were skipped: a set that has only such pictures is not empty. */
export const hidesPictures = (skipped: readonly Skipped[]): boolean => skipped.some(({ reason }) => reason !== 'system')

/** Why nothing is generated for such a set: the missing images may be there already. */
export const PICTURES_HIDDEN = 'Its folder contains images that cannot be read; nothing is generated until they can.'

/** Returns one sentence per reason. */
export const skippedSentences = (skipped: readonly Skipped[]): readonly string[] => skipped.map(skippedSentence)

export function skippedSentence({ reason, count, names }: Skipped): string {
  const one = count === 1
  const more = names.length < count && reason !== 'folder' ? ` and ${count - names.length} more` : ''
  const which = `${names.join(', ')}${more}`
  switch (reason) {
    case 'link':
      return `${one ? '1 image is a link and is' : `${count} images are links and are`} not read: ${which}. Put the files themselves here.`
    case 'folder':
      return `${one ? '1 image lies' : `${count} images lie`} in other folders and ${one ? 'is' : 'are'} not read: ${which}. Move ${one ? 'it' : 'them'} up, or open that folder.`
    case 'format':
      return `${one ? '1 file has an ending that is' : `${count} files have endings that are`} not read: ${which}. Save ${one ? 'it' : 'them'} as JPEG, PNG or WebP.`
    case 'name':
      return `${one ? '1 name is' : `${count} names are`} not UTF-8, so ${one ? 'its file is' : 'their files are'} not read: ${which}. Rename ${one ? 'it' : 'them'}.`
    case 'ignored':
      return `${one ? '1 file is' : `${count} files are`} left out by .evencastignore: ${which}.`
    case 'system':
      return `${one ? '1 system file is' : `${count} system files are`} left alone: ${which}.`
  }
}

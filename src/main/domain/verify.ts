import type { Manifest, ManifestImage } from './manifest.ts'
import { foldedName, parseIndex } from './naming.ts'
import { sidecarsIn, stemOf } from './sidecars.ts'
import { type Skipped, skippedSentences } from './skipped.ts'
import { isStyle, type PerStyle, STYLE_NAMES, STYLES } from './style.ts'

const FINDING_KINDS = [
  'no_manifest',
  'missing_file',
  'not_in_manifest',
  'content_changed',
  'unreadable',
  'not_measured',
  'same_index',
  'unclassified',
  'style_mix',
  'duplicate_prompt',
  'store_url',
  'folder',
  'not_read',
  'orphan',
  'same_stem',
] as const

export type FindingKind = (typeof FINDING_KINDS)[number]

/** A finding about a file (`file` is "" when it is about the whole set). */
export interface Found {
  readonly kind: FindingKind
  readonly file: string
  readonly detail: string
}

export interface FileOnDisk {
  readonly filename: string
  readonly sha256: string
  /** Why it does not decode; null when it does. */
  readonly unreadable: string | null
  /** False when the file may be intact but has a format or size that Evencast does not read. */
  readonly damaged?: boolean | undefined
}

/** Compares an actor's manifest with the files in the folder, by their contents. Pure. */
export function verifyActor(input: {
  readonly actorId: string
  readonly files: readonly FileOnDisk[]
  readonly manifest: Manifest | null
  readonly target: PerStyle
  /** Why a style cannot be generated for this actor on this machine; added to the finding about its missing images. */
  readonly cannotMake: PerStyle<string | null>
  /** Common start of all URLs of the current store; null without one. */
  readonly storeBase: string | null
  /** Files in the folder that were skipped. */
  readonly skipped?: readonly Skipped[] | undefined
  /** All other names in the folder. */
  readonly others?: readonly string[] | undefined
}): Found[] {
  const { files, manifest } = input
  const unreadable = files.flatMap((file): Found[] =>
    file.unreadable === null
      ? []
      : [
          {
            kind: file.damaged === false ? 'not_measured' : 'unreadable',
            file: file.filename,
            detail: file.unreadable,
          },
        ],
  )
  const indices = [
    ...sameIndices(input.actorId, files),
    ...stems(files, input.others ?? []),
    ...notRead(input.skipped ?? []),
  ]
  if (manifest === null) {
    const none: Found = {
      kind: 'no_manifest',
      file: 'manifest.json',
      detail: 'There is no manifest yet, so the styles of its images are unknown. Balance this actor to write it.',
    }
    return [...(files.length > 0 ? [none] : []), ...unreadable, ...indices]
  }
  const onDisk = new Map(files.map((file) => [file.filename, file]))
  const here = manifest.images.filter((entry) => onDisk.has(entry.filename))
  return [
    ...manifest.images.flatMap((entry) => againstFile(entry, onDisk.get(entry.filename))),
    ...notListed(files, manifest),
    ...unreadable,
    ...indices,
    ...here.flatMap((entry): Found[] =>
      isStyle(entry.type) || onDisk.get(entry.filename)?.unreadable !== null || entry.verdict === 'reject'
        ? []
        : [{ kind: 'unclassified', file: entry.filename, detail: 'It has no style in the manifest.' }],
    ),
    ...styleMix(here, input.target, input.cannotMake),
    ...duplicatePrompts(here),
    ...storeUrls(here, input.storeBase),
  ]
}

function againstFile(entry: ManifestImage, file: FileOnDisk | undefined): Found[] {
  if (file === undefined) {
    return [
      { kind: 'missing_file', file: entry.filename, detail: 'Listed in the manifest but missing from the folder.' },
    ]
  }
  if (entry.sha256 !== undefined && entry.sha256 !== file.sha256) {
    return [
      {
        kind: 'content_changed',
        file: entry.filename,
        detail: 'The file has changed since the manifest was written.',
      },
    ]
  }
  return []
}

function notListed(files: readonly FileOnDisk[], manifest: Manifest): Found[] {
  const listed = new Set(manifest.images.map((entry) => entry.filename))
  return files
    .filter((file) => !listed.has(file.filename))
    .map((file) => ({
      kind: 'not_in_manifest',
      file: file.filename,
      detail: 'In the folder but not in the manifest.',
    }))
}

function sameIndices(actorId: string, files: readonly FileOnDisk[]): Found[] {
  // Files with the same stem are reported by `stems`.
  const perStem = [...new Map(files.toReversed().map((file) => [foldedName(stemOf(file.filename)), file])).values()]
  const byIndex = Map.groupBy(perStem.toReversed(), (file) => parseIndex(file.filename, actorId))
  return [...byIndex].flatMap(([index, group]): Found[] =>
    index === null || group.length < 2
      ? []
      : [{ kind: 'same_index', file: group[1]!.filename, detail: `Shares index ${index} with ${group[0]!.filename}.` }],
  )
}

/** Finds captions and masks without an image, and images that share a caption in trainers. */
function stems(files: readonly FileOnDisk[], others: readonly string[]): Found[] {
  const names = files.map((file) => file.filename)
  const { orphans, shared, byImage } = sidecarsIn([...names, ...others])
  return [
    ...orphans.map((file): Found => ({
      kind: 'orphan',
      file,
      detail: 'Belongs to an image that is not here. Bring the image back, or move this file away.',
    })),
    ...shared.map(([first = '', ...rest]): Found => {
      const captions = byImage.get(first) ?? []
      const what = captions.length > 0 ? `the stem and ${captions.join(', ')}` : 'the stem'
      const file = rest.join(', ')
      return {
        kind: 'same_stem',
        file,
        detail: `Shares ${what} with ${first}: a trainer takes one caption for both. Rename one.`,
      }
    }),
  ]
}

/** Files that are skipped on purpose are not findings. */
const isOnPurpose = ({ reason }: Skipped): boolean => reason === 'system' || reason === 'ignored'

const notRead = (skipped: readonly Skipped[]): Found[] =>
  skippedSentences(skipped.filter((one) => !isOnPurpose(one))).map((detail) => ({ kind: 'not_read', file: '', detail }))

/** Returns sentences about files that are skipped on purpose. */
export const leftAlone = (skipped: readonly Skipped[]): readonly string[] =>
  skippedSentences(skipped.filter(isOnPurpose))

function styleMix(entries: readonly ManifestImage[], target: PerStyle, cannotMake: PerStyle<string | null>): Found[] {
  const counted = entries.filter((entry) => entry.verdict !== 'reject')
  return STYLES.flatMap((style): Found[] => {
    const count = counted.filter((entry) => entry.type === style).length
    if (count === target[style]) return []
    const why = count < target[style] && cannotMake[style] ? ` ${cannotMake[style]}` : ''
    return [
      {
        kind: 'style_mix',
        file: '',
        detail: `The manifest lists ${count} of ${target[style]} ${STYLE_NAMES[style]} images.${why}`,
      },
    ]
  })
}

function duplicatePrompts(entries: readonly ManifestImage[]): Found[] {
  const prompted = entries.filter((entry) => typeof entry.prompt === 'string' && entry.prompt !== '')
  return [...Map.groupBy(prompted, (entry) => entry.prompt)].flatMap(([, group]) =>
    group.slice(1).map((entry): Found => ({
      kind: 'duplicate_prompt',
      file: entry.filename,
      detail: `Generated with the same prompt as ${group[0]!.filename}.`,
    })),
  )
}

function storeUrls(entries: readonly ManifestImage[], storeBase: string | null): Found[] {
  const withUrl = entries.flatMap((entry) => (typeof entry.s3_url === 'string' ? [{ entry, url: entry.s3_url }] : []))
  const shared = [...Map.groupBy(withUrl, ({ url }) => url)].flatMap(([, group]) =>
    group.slice(1).map(({ entry }): Found => ({
      kind: 'store_url',
      file: entry.filename,
      detail: `Has the same store URL as ${group[0]!.entry.filename}.`,
    })),
  )
  const wrong = withUrl.flatMap(({ entry, url }): Found[] => {
    const name = lastSegment(url)
    if (name === null)
      return [{ kind: 'store_url', file: entry.filename, detail: `Its store URL is not a URL: ${url}` }]
    if (name !== entry.filename) {
      return [{ kind: 'store_url', file: entry.filename, detail: `Its store URL names another file: ${url}` }]
    }
    return storeBase !== null && !url.startsWith(storeBase)
      ? [{ kind: 'store_url', file: entry.filename, detail: `Its store URL lies outside the store in use: ${url}` }]
      : []
  })
  return [...shared, ...wrong]
}

/**
 * Returns the file name at the end of a URL; null when the text is not a URL. (`URL` belongs to Node and the DOM, which the domain does not
 * use.)
 */
function lastSegment(url: string): string | null {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^?#]*\/([^/?#]+)(?:[?#].*)?$/i.exec(url)
  if (!match) return null
  try {
    return decodeURIComponent(match[1]!)
  } catch {
    return null
  }
}

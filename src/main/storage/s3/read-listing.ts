/** A page of a listing (ListObjectsV2), with the field names of S3. */
export interface ParsedListing {
  readonly Name: string
  readonly IsTruncated?: string | undefined
  readonly NextContinuationToken?: string | undefined
  readonly EncodingType?: string | undefined
  readonly Contents: readonly ListedObject[]
}

interface ListedObject {
  readonly Key: string
  readonly Size?: string | undefined
  readonly ETag?: string | undefined
  readonly LastModified?: string | undefined
}

const PROLOGUE = /^\uFEFF?\s*(?:<\?xml [^<>]*\?>\s*)?/
/** A tag; its attributes are not needed. */
const TAG = /^<(\/?)([A-Za-z]\w*)(?:\s+[\w:.-]+="[^"<]*")*\s*(\/?)>$/
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', apos: "'", lt: '<', gt: '>' }

type Fields = Map<string, string>

interface Tag {
  readonly name: string
  readonly closing: boolean
  readonly empty: boolean
  readonly length: number
}

/**
 * Returns a function that reads the tag at a position, or null. A listing repeats the same dozen tags, so each is parsed once and cached.
 */
function tagsOf(xml: string): (at: number) => Tag | null {
  const known = new Map<string, Tag | null>()
  const read = (text: string): Tag | null => {
    const [, closing, name, empty] = TAG.exec(text) ?? []
    return name === undefined ? null : { name, closing: closing !== '', empty: empty !== '', length: text.length }
  }
  return (at) => {
    // An attribute may contain “>”: the result is then not a tag and is left to the full parser.
    const text = xml.slice(at, xml.indexOf('>', at) + 1)
    let tag = known.get(text)
    if (tag === undefined) known.set(text, (tag = read(text)))
    return tag
  }
}

/**
 * Parses a listing in the form that nearly every server writes, ten times as fast as a full parser, which took a tenth of a sync with
 * nothing to do. Returns null for anything that differs in a single character; the full parser handles it then.
 */
export function readListing(xml: string): ParsedListing | null {
  const tokens = tagsOf(xml)
  let at = PROLOGUE.exec(xml)?.[0].length ?? 0
  const open: string[] = []
  const listing: Fields = new Map()
  const objects: Fields[] = []
  let text = ''
  while (at < xml.length) {
    if (xml[at] !== '<') {
      const next = xml.indexOf('<', at)
      text = xml.slice(at, (at = next < 0 ? xml.length : next))
      continue
    }
    const tag = tokens(at)
    if (tag === null) return null
    at += tag.length
    const { name, closing, empty } = tag
    if (!closing) {
      if (open.length === 0 && (name !== 'ListBucketResult' || listing.size > 0)) return null
      if (open.length === 1 && name === 'Contents') objects.push(new Map())
      text = ''
      if (!empty) {
        open.push(name)
        continue
      }
    } else if (empty || open.pop() !== name) return null
    const fields = open.length === 1 ? listing : open.length === 2 && open[1] === 'Contents' ? objects.at(-1) : null
    const isRepeated = fields?.has(name) && !REPEATED.has(name)
    const value = decoded(text)
    if (isRepeated || value === null) return null
    fields?.set(name, value)
    text = ''
  }
  return open.length === 0 ? toListing(listing, objects) : null
}

const REPEATED: ReadonlySet<string> = new Set(['Contents', 'CommonPrefixes'])

function toListing(listing: Fields, objects: readonly Fields[]): ParsedListing | null {
  const Name = listing.get('Name')
  const Contents = objects.flatMap((fields): ListedObject[] => {
    const Key = fields.get('Key')
    return Key === undefined
      ? []
      : [{ Key, Size: fields.get('Size'), ETag: fields.get('ETag'), LastModified: fields.get('LastModified') }]
  })
  if (Name === undefined || Contents.length < objects.length) return null
  return {
    Name,
    IsTruncated: listing.get('IsTruncated'),
    NextContinuationToken: listing.get('NextContinuationToken'),
    EncodingType: listing.get('EncodingType'),
    Contents,
  }
}

/** Decodes entities; null when one is not among XML's five. */
function decoded(text: string): string | null {
  if (!text.includes('&')) return text
  let isKnown = true
  const plain = text.replaceAll(/&([^;&]*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? ENTITIES[name] : undefined
    isKnown &&= character !== undefined
    return character ?? ''
  })
  return isKnown ? plain : null
}

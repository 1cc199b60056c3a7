/** A page of a listing (ListObjectsV2), in its own words. */
export interface ParsedListing {
  readonly Name: string
  readonly IsTruncated?: string | undefined
  readonly NextContinuationToken?: string | undefined
  readonly EncodingType?: string | undefined
  readonly Contents: readonly ListedObject[]
}

export interface ListedObject {
  readonly Key: string
  readonly Size?: string | undefined
  readonly ETag?: string | undefined
  readonly LastModified?: string | undefined
}

const PROLOGUE = /^\uFEFF?\s*(?:<\?xml [^<>]*\?>\s*)?/
/** A tag, with attributes that nobody needs, or text. */
const TOKEN = /<(\/?)([A-Za-z]\w*)(?:\s+[\w:.-]+="[^"<]*")*\s*(\/?)>|([^<]+)/y
const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', apos: "'", lt: '<', gt: '>' }

type Fields = Map<string, string>

/**
 * Reads a listing as nearly every server writes it, ten times as fast as a whole parser, which is a tenth of a sync with nothing to do.
 * Null for whatever is not exactly that, to the last character: a whole parser has to say what it is.
 */
export function readListing(xml: string): ParsedListing | null {
  const token = new RegExp(TOKEN)
  token.lastIndex = PROLOGUE.exec(xml)?.[0].length ?? 0
  const open: string[] = []
  const listing: Fields = new Map()
  const objects: Fields[] = []
  let text = ''
  while (token.lastIndex < xml.length) {
    const [, closing, name, empty, said] = token.exec(xml) ?? []
    if (said !== undefined) {
      text = said
      continue
    }
    if (name === undefined) return null
    if (closing === '') {
      if (open.length === 0 && (name !== 'ListBucketResult' || listing.size > 0)) return null
      if (open.length === 1 && name === 'Contents') objects.push(new Map())
      text = ''
      if (empty === '') {
        open.push(name)
        continue
      }
    } else if (empty !== '' || open.pop() !== name) return null
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

/** Null where there is an entity that is not one of XML's five. */
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

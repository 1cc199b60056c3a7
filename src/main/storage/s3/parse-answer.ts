import { z } from 'zod'
import { type ParsedListing, readListing } from './read-listing.ts'
import { RefusedRequest } from './refused-request.ts'

/** Optional text: some servers send an empty element where others omit it. */
const Text = z.string().optional().catch(undefined)

const Listing = z.object({
  ListBucketResult: z.object({
    Name: z.string(),
    IsTruncated: Text,
    NextContinuationToken: Text,
    EncodingType: Text,
    Contents: z.array(z.object({ Key: z.string(), Size: Text, ETag: Text, LastModified: Text })).default([]),
  }),
})

/** Parses a page of a listing; null for anything else, such as a proxy's page or an empty body. */
export async function parseListing(xml: string): Promise<ParsedListing | null> {
  const listing = readListing(xml)
  if (listing !== null) return listing
  const parsed = Listing.safeParse(await parse(xml))
  return parsed.success ? parsed.data.ListBucketResult : null
}

const ErrorBody = z.object({ Error: z.object({ Code: Text, RequestId: Text, Region: Text }) })

/** Converts an answer with an error status to an error. Without a body, as for HEAD, it contains only the status. */
export async function errorAnswer(
  status: number,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  xml: string,
): Promise<RefusedRequest> {
  const parsed = ErrorBody.safeParse(await parse(xml))
  const said = parsed.success ? parsed.data.Error : {}
  const header = (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  return new RefusedRequest(
    said.Code ?? 'Unknown',
    status,
    said.RequestId ?? header('x-amz-request-id'),
    said.Region ?? header('x-amz-bucket-region'),
  )
}

/** Parses XML. Values stay text, and lists stay lists however many entries they have. */
async function parse(xml: string): Promise<unknown> {
  if (xml === '') return null
  const { XMLParser } = await import('fast-xml-parser')
  try {
    return new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents', trimValues: false }).parse(xml)
  } catch {
    return null
  }
}

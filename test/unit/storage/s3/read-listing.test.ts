import { expect, test } from 'vitest'
import { parseListing } from '../../../../src/main/storage/s3/parse-answer.ts'
import { readListing } from '../../../../src/main/storage/s3/read-listing.ts'

const listing = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</ListBucketResult>`
const object = (key: string, more = ''): string =>
  `<Contents><Key>${key}</Key><LastModified>2026-11-22T10:00:00.000Z</LastModified><ETag>&quot;0f&quot;</ETag><Size>7</Size>${more}</Contents>`

test('a listing as servers write it is read: names, sizes, ETags, and what of it goes on elsewhere', () => {
  const owner = '<Owner><ID>1</ID><DisplayName>me</DisplayName></Owner><StorageClass>STANDARD</StorageClass>'
  const inside = `<Name>b</Name><Prefix/><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>
    <NextContinuationToken>a&amp;b</NextContinuationToken><EncodingType>url</EncodingType>
    ${object('one.jpg', owner)}${object(' two&apos;s ')}<CommonPrefixes><Prefix>x</Prefix></CommonPrefixes><CommonPrefixes><Prefix>y</Prefix></CommonPrefixes>`
  const entry = { Size: '7', ETag: '"0f"', LastModified: '2026-11-22T10:00:00.000Z' }
  expect(readListing(listing(inside))).toEqual({
    Name: 'b',
    IsTruncated: 'true',
    NextContinuationToken: 'a&b',
    EncodingType: 'url',
    Contents: [
      { Key: 'one.jpg', ...entry },
      { Key: " two's ", ...entry },
    ],
  })
  expect(readListing(listing('<Name>b</Name>'))?.Contents).toEqual([])
})

test.each([
  ['another document', '<html><body>Sign in</body></html>'],
  ['an error', '<Error><Code>SlowDown</Code></Error>'],
  ['nothing', ''],
  ['a listing that breaks off', listing(`<Name>b</Name>${object('a')}`).slice(0, -20)],
  ['something after its end', `${listing('<Name>b</Name>')}<more/>`],
  ['tags that do not match', listing('<Name>b</Key>')],
  ['no name', listing(object('a'))],
  ['an object without a key', listing('<Name>b</Name><Contents><Size>7</Size></Contents>')],
  ['a name twice', listing('<Name>b</Name><Name>c</Name>')],
  ['a key twice', listing('<Name>b</Name><Contents><Key>a</Key><Key>b</Key></Contents>')],
  ['a character by its number', listing(`<Name>b</Name>${object('a&#13;')}`)],
  ['the end of a tag within an attribute', listing('<Name kind="a>b">b</Name>')],
  ['a tag without an end', listing('<Name>b</Name').replace('</ListBucketResult>', '')],
  ['a comment', listing('<Name>b</Name><!-- -->')],
  ['a section of characters', listing('<Name><![CDATA[b]]></Name>')],
  ['a prefix before names', '<s:ListBucketResult xmlns:s="x"><s:Name>b</s:Name></s:ListBucketResult>'],
])('%s is left to the whole parser', (_, xml) => {
  expect(readListing(xml)).toBeNull()
})

test('both ways read the same', async () => {
  const plain = listing(`<Name>b</Name><IsTruncated>false</IsTruncated>${object('a&amp;b')}${object('c')}`)
  expect(await parseListing(plain.replace('<Name>', '<!-- by hand --><Name>'))).toEqual({
    ...readListing(plain),
    NextContinuationToken: undefined,
    EncodingType: undefined,
  })
})

import { shown } from '../app/shown.ts'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
}

/** What a drag carries for the world outside of the browser: the file of a single image, otherwise nothing. */
export function downloadOf(imageIds: readonly string[]): Record<string, string> {
  const [only, ...others] = imageIds
  const image = only === undefined || others.length > 0 ? undefined : shown()?.imageOf(only)
  if (!image) return {}
  const url = new URL(image.fullUrl, location.href).href
  const extension = image.filename.split('.').at(-1)?.toLowerCase() ?? ''
  return { DownloadURL: `${TYPES[extension] ?? 'image/jpeg'}:${image.filename}:${url}`, 'text/uri-list': url }
}

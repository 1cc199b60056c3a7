import { shown } from '../shown/shown.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import type { Image } from '../images/image.ts'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
}

/** Largest number of images that fits in an archive's URL. */
const MOST = 1000

interface Download {
  readonly filename: string
  readonly type: string
  readonly url: string
}

/** Returns a download of one file, or an archive for several; null when there are none or too many. */
function downloadFor(images: readonly Image[]): Download | null {
  const [first] = images
  if (!first || images.length > MOST) return null
  if (images.length === 1) {
    const extension = first.filename.split('.').at(-1)?.toLowerCase() ?? ''
    return { filename: first.filename, type: TYPES[extension] ?? 'image/jpeg', url: first.fullUrl }
  }
  const alone = images.every((image) => image.actorId === first.actorId)
  return {
    filename: `${alone ? first.actorId : 'images'}-${images.length}.zip`,
    type: 'application/zip',
    url: `/images.zip?ids=${images.map((image) => image.imageId).join(',')}`,
  }
}

/** A colon would end the name within `DownloadURL`; the other characters are not allowed in file names on Windows. */
const safe = (filename: string): string => filename.replaceAll(/[\\/:*?"<>|]/g, '_')

const imagesOf = (imageIds: readonly string[]): readonly Image[] =>
  imageIds.flatMap((imageId) => shown()?.imageOf(imageId) ?? [])

/** Returns the drag data for targets outside of the browser. */
export function dragDataOf(imageIds: readonly string[]): Record<string, string> {
  const download = downloadFor(imagesOf(imageIds))
  if (!download) return {}
  const url = new URL(download.url, location.href).href
  return { DownloadURL: `${download.type}:${safe(download.filename)}:${url}`, 'text/uri-list': url }
}

/** Downloads images through the browser, without a drag. */
export function downloadImages(imageIds: readonly string[]): void {
  const download = downloadFor(imagesOf(imageIds))
  if (!download) {
    notify('warning', strings.gallery.tooManyFiles(MOST))
    return
  }
  const link = document.createElement('a')
  link.href = download.url
  link.download = safe(download.filename)
  link.click()
}

import { type CaptionRules, checkCaptions } from './captions.ts'
import { type Check, type CheckOptions, error, type Finding, warning } from './check.ts'
import { openTrainingFolder, type TrainingFolder } from './folder.ts'
import { checkImages, type ImageRules } from './images.ts'
import { joined } from './image-dir.ts'
import { under } from './config-file.ts'

export interface ZipRules {
  /** Name that its users use. */
  readonly title: string
  readonly extensions: readonly string[]
  /** Severity of sub-folders. */
  readonly folders: 'error' | 'warning'
  readonly least: number
  readonly most: number | null
  /** Effect of a missing caption, as a clause. */
  readonly missing: string
  /** True when `{stem}_mask.jpg` files are masks. */
  readonly masks: boolean
}

/** Creates a check for a zip, or the zips of a folder; a folder without one is checked as if it were to be packed. */
export function checkZip(rules: ZipRules): Check {
  return async (folder, options) => {
    const zips = folder.kind === 'zip' ? [] : folder.files.filter(({ dir, name }) => dir === '' && /\.zip$/i.test(name))
    if (zips.length === 0) return joined([await checkFlat(folder, rules, options)])
    const parts = await Promise.all(
      zips.map(async ({ path }) => {
        const checked = await checkFlat(await openTrainingFolder(`${folder.root}/${path}`), rules, options)
        return { ...checked, findings: under(path, checked.findings) }
      }),
    )
    return joined(parts)
  }
}

async function checkFlat(folder: TrainingFolder, rules: ZipRules, { trigger, lookAt, signal }: CheckOptions) {
  const { title } = rules
  const imageRules: ImageRules = {
    title,
    extensions: rules.extensions,
    mixedCaseLost: false,
    orientationIgnored: false,
    alpha: 'dropped',
    ...(rules.masks && { notImages: /_mask$/ }),
  }
  const captionRules: CaptionRules = {
    title,
    extension: '.txt',
    missing: { consequence: rules.missing, lost: false, severity: 'error' },
    empty: 'it is trained without a caption',
    lines: { consequence: 'what the rest becomes is not said', severity: 'error' },
    placeholders: false,
  }
  // Dropped only at the top: `._1.jpg` in a folder of its own is unpacked as an image.
  const dropped = folder.files.filter(({ path }) => path.startsWith('__MACOSX/') || path.startsWith('._'))
  const files = folder.files.filter((entry) => !dropped.includes(entry))
  const { images, all, findings } = await checkImages(folder, files, imageRules, { lookAt, signal })
  const { trained, findings: ofCaptions } = await checkCaptions(folder, files, images, captionRules, trigger)
  const found: Finding[] = [...findings, ...ofCaptions, ...countFindings(all, rules)]
  const folders = folder.dirs.filter((dir) => dir !== '__MACOSX' && !dir.startsWith('__MACOSX/'))
  for (const dir of folders)
    found.push(
      rules.folders === 'error'
        ? error('folder', `${dir}/`, `is a folder: ${title} takes files at the top only. Pack them without it.`)
        : warning('folder', `${dir}/`, 'is a folder: pack the files without it.'),
    )
  for (const { path, name } of rules.masks ? files : [])
    if (/_mask\.\w+$/.test(name) && !name.endsWith('_mask.jpg') && !name.endsWith('.txt'))
      found.push(warning('mask-name', path, `${title} only says that it takes masks named _mask.jpg. Save it as JPEG.`))
  for (const { path, name } of dropped)
    found.push(warning('hidden-file', path, `${name} is left over from macOS. Take it out.`))
  for (const { path, name } of files) {
    if (name.startsWith('.')) found.push(error('hidden-file', path, 'is a hidden file. Take it out.'))
    // oxlint-disable-next-line no-control-regex -- ASCII is what is asked for
    else if (!/^[\u0020-\u007e]+$/.test(path))
      found.push(warning('name', path, 'has letters beyond ASCII in its name: some unpackers spoil them.'))
    else if (!/\.(?:txt|jpe?g|png|webp|bmp|gif|tiff?|avif|md)$/i.test(name))
      found.push(error('stray-file', path, 'is neither an image nor a caption. Take it out.'))
  }
  return { findings: found, images: all, trained }
}

function countFindings(images: number, { title, least, most }: ZipRules): readonly Finding[] {
  if (images === 0) return [error('no-images', null, `holds no image that ${title} reads.`)]
  if (most !== null && images > most)
    return [error('count', null, `holds ${images} images: ${title} takes ${most} at most.`)]
  return images < least ? [warning('count', null, `holds ${images} images: ${title} asks for ${least} or more.`)] : []
}

import type { CaptionRules } from './captions.ts'
import { checkCaptions } from './captions.ts'
import type { CheckOptions, Finding } from './check.ts'
import { error, warning } from './check.ts'
import { type FolderEntry, openTrainingFolder, type TrainingFolder } from './folder.ts'
import { type CheckedImage, checkImages, type ImageRules } from './images.ts'
import { namedFolder, under } from './config-file.ts'

export interface DirRules {
  readonly images: ImageRules
  /** Null when captions are not beside the images. */
  readonly captions: CaptionRules | null
  /** True when sub-folders are read as well. */
  readonly recursive: boolean
  /** Returns a finding for a file that is neither image nor caption; null when such files are ignored. */
  readonly others: ((entry: FolderEntry) => Finding | null) | null
  /** True when hidden files are read as images too. */
  readonly hiddenRead?: boolean
}

export interface CheckedDir {
  readonly findings: readonly Finding[]
  readonly images: number
  readonly trained: readonly CheckedImage[]
}

const NO_DIR: CheckedDir = { findings: [], images: 0, trained: [] }

/** Checks a folder of images as a trainer loads it. */
export async function checkImageDir(
  folder: TrainingFolder,
  rules: DirRules,
  { trigger, lookAt, signal }: CheckOptions,
  caption: CaptionRules | null = rules.captions,
): Promise<CheckedDir> {
  const files = folder.files.filter(({ dir }) => rules.recursive || dir === '')
  const findings: Finding[] = []
  const { images, all, findings: ofImages } = await checkImages(folder, files, rules.images, { lookAt, signal })
  findings.push(...ofImages)
  const captions = caption && (await checkCaptions(folder, files, images, caption, trigger))
  if (captions) findings.push(...captions.findings)
  if (all === 0) findings.push(error('no-images', null, `holds no image that ${rules.images.title} reads.`))
  if (!rules.recursive && folder.files.some(({ dir }) => dir !== ''))
    findings.push(warning('sub-folder', null, `has sub-folders, which ${rules.images.title} does not read.`))
  for (const entry of files) {
    const finding = rules.others?.(entry)
    if (finding) findings.push(finding)
    if (rules.hiddenRead && entry.name.startsWith('.') && isPictureName(entry.name))
      findings.push(
        error('hidden-file', entry.path, `is hidden, and ${rules.images.title} reads it all the same. Take it out.`),
      )
  }
  return { findings, images: all, trained: captions?.trained ?? images }
}

const isPictureName = (name: string): boolean => /\.(?:jpe?g|png|webp|bmp|gif|tiff?|avif)$/i.test(name)

/** Checks the folder that a configuration names; `key` is the place in the configuration. */
export async function checkNamedDir(
  folder: TrainingFolder,
  path: string,
  key: { readonly file: string; readonly where: string; readonly missing: string },
  rules: DirRules,
  options: CheckOptions,
  caption: CaptionRules | null = rules.captions,
): Promise<CheckedDir> {
  const named = await namedFolder(folder, path)
  if (!named)
    return {
      ...NO_DIR,
      findings: [error('folder-missing', key.file, `${key.where}: there is no folder ${path}: ${key.missing}.`)],
    }
  const checked = await checkImageDir(named.folder, rules, options, caption)
  const trained = checked.trained.map((image) => ({
    ...image,
    entry: { ...image.entry, path: `${named.prefix}/${image.entry.path}` },
  }))
  return { ...checked, trained, findings: under(named.prefix, checked.findings) }
}

/** Returns the folders of a set without a configuration: the top, or the folders that contain images. */
async function imageDirs(
  folder: TrainingFolder,
): Promise<readonly { readonly prefix: string; readonly folder: TrainingFolder }[]> {
  const withImages = ['', ...folder.dirs].filter((dir) =>
    folder.files.some((entry) => entry.dir === dir && isPictureName(entry.name) && !entry.name.startsWith('.')),
  )
  if (withImages.length === 0 || withImages[0] === '') return [{ prefix: '', folder }]
  return Promise.all(
    withImages.map(async (prefix) => ({ prefix, folder: await openTrainingFolder(`${folder.root}/${prefix}`) })),
  )
}

/** Checks a set without a configuration: each folder with images, as the trainer would load it. */
export async function checkImageDirs(
  folder: TrainingFolder,
  rules: DirRules,
  options: CheckOptions,
): Promise<readonly CheckedDir[]> {
  const dirs = await imageDirs(folder)
  return Promise.all(
    dirs.map(async ({ prefix, folder: dir }) => {
      const checked = await checkImageDir(dir, rules, options)
      return prefix === '' ? checked : { ...checked, findings: under(prefix, checked.findings) }
    }),
  )
}

export const joined = (parts: readonly CheckedDir[], more: readonly Finding[] = []) => ({
  findings: [...more, ...parts.flatMap(({ findings }) => findings)],
  images: parts.reduce((sum, { images }) => sum + images, 0),
  trained: parts.reduce((sum, { trained }) => sum + trained.length, 0),
})

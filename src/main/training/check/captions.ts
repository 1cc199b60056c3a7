import { hasWord } from '../../domain/caption/trigger.ts'
import { readText } from '../../kit/read-text.ts'
import { error, type Finding, warning } from './check.ts'
import type { CheckedImage } from './images.ts'
import type { FolderEntry, TrainingFolder } from './folder.ts'
import { stemOf } from './images.ts'

export interface CaptionRules {
  readonly title: string
  /** File extension, with the dot. */
  readonly extension: string
  /** Effect of a missing caption, as a clause; null when it needs no finding. `lost`: the image is not trained. */
  readonly missing: {
    readonly consequence: string
    readonly lost: boolean
    readonly severity: 'error' | 'warning'
  } | null
  /** Effect of an empty caption, as a clause; null when the image trains with an empty text, which gives a warning. */
  readonly empty: string | null
  /** An empty one is filled from the configuration: nothing has to be said of it. */
  readonly emptyFilled?: boolean
  /** Effect of several lines, and whether that spoils the caption. */
  readonly lines: { readonly consequence: string; readonly severity: 'error' | 'warning' }
  /** True when the trainer replaces a placeholder with the trigger word. */
  readonly placeholders: boolean
  /** True when braces choose among words. */
  readonly wildcards?: boolean
}

/** Checks the captions beside these images. Returns the images that are not lost for lack of one. */
export async function checkCaptions(
  folder: TrainingFolder,
  files: readonly FolderEntry[],
  images: readonly CheckedImage[],
  rules: CaptionRules,
  trigger: string | null,
): Promise<{ readonly trained: readonly CheckedImage[]; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = []
  const trained: CheckedImage[] = []
  const byPath = new Map(files.map((entry) => [entry.path, entry]))
  for (const image of images) {
    const { dir } = image.entry
    const path = `${dir === '' ? '' : `${dir}/`}${image.stem}${rules.extension}`
    const entry = byPath.get(path)
    if (!entry) {
      const { missing } = rules
      if (missing) {
        const find = missing.severity === 'error' ? error : warning
        findings.push(
          find(
            'caption-missing',
            image.entry.path,
            `has no caption ${image.stem}${rules.extension}: ${missing.consequence}. Write one.`,
          ),
        )
      }
      if (!missing?.lost) trained.push(image)
      continue
    }
    findings.push(...captionFindings(await folder.read(path), path, rules, trigger))
    trained.push(image)
  }
  findings.push(...orphans(files, images, rules))
  return { trained, findings }
}

/** Returns the faults in the bytes of one caption. */
function captionFindings(
  bytes: Uint8Array,
  path: string,
  rules: CaptionRules,
  trigger: string | null,
): readonly Finding[] {
  const { text, faults } = readText(bytes)
  const found: Finding[] = []
  if (faults.includes('bom'))
    found.push(
      error(
        'caption-bom',
        path,
        'begins with a byte order mark, which becomes part of the caption. Save it as UTF-8 without BOM.',
      ),
    )
  if (faults.includes('not_utf8'))
    found.push(error('caption-encoding', path, `is not UTF-8: ${rules.title} cannot read it. Save it as UTF-8.`))
  if (faults.includes('control')) found.push(error('caption-control', path, 'holds control characters. Take them out.'))
  if (faults.includes('empty')) {
    if (rules.emptyFilled) return found
    found.push(
      rules.empty === null
        ? warning('caption-empty', path, 'is empty: the image is trained without a caption.')
        : error('caption-empty', path, `is empty: ${rules.empty}. Write one, or take the file out.`),
    )
    return found
  }
  if (faults.includes('lines')) {
    const { severity, consequence } = rules.lines
    found.push(
      (severity === 'error' ? error : warning)(
        'caption-lines',
        path,
        `has several lines: ${consequence}. Make it one line.`,
      ),
    )
  }
  return [...found, ...wordFindings(text, path, rules, trigger)]
}

export function wordFindings(
  text: string,
  path: string,
  rules: Pick<CaptionRules, 'title' | 'placeholders' | 'wildcards'>,
  trigger: string | null,
): readonly Finding[] {
  const found: Finding[] = []
  const placeholder = /\[(?:trigger|name)\]/i.exec(text)?.[0]
  if (placeholder && !rules.placeholders)
    found.push(
      error(
        'trigger-placeholder',
        path,
        `still says ${placeholder}: ${rules.title} does not fill it in. Write the trigger word.`,
      ),
    )
  if (trigger !== null && !hasWord(text, trigger) && !(placeholder && rules.placeholders))
    found.push(error('trigger-missing', path, `does not say the trigger word “${trigger}”. Add it.`))
  if (rules.wildcards && /[{}|]/.test(text))
    found.push(error('caption-braces', path, 'holds { } or |, which choose among words here. Take them out.'))
  return found
}

function orphans(
  files: readonly FolderEntry[],
  images: readonly CheckedImage[],
  { extension }: CaptionRules,
): readonly Finding[] {
  const stems = new Set(images.map(({ entry, stem }) => `${entry.dir}/${stem}`))
  return files
    .filter(({ name }) => name.endsWith(extension) && !name.startsWith('.'))
    .filter(({ name, dir }) => !stems.has(`${dir}/${stemOf(name)}`))
    .map(({ path }) => warning('caption-orphan', path, 'is a caption without an image.'))
}

import { join } from 'node:path'
import { BY_HUMAN, mayReplace } from '../../domain/caption/caption.ts'
import { EvencastError } from '../../domain/error.ts'
import { type CaptionChange, changed } from '../../domain/caption/change.ts'
import type { CaptionForm, TemplateValues } from '../../domain/caption/template.ts'
import type { Operation } from '../../history/records.ts'
import { CAPTION_KEYS, type CaptionEntry } from '../../domain/caption/entry.ts'
import { stemOf } from '../../domain/sidecars.ts'
import { readIfThere } from '../../library/json-file.ts'
import { MOST_CAPTION_BYTES } from '../../library/captions/read.ts'
import { captionTextOf } from '../../library/captions/text.ts'
import { type ListedImage, listedImages } from '../index/known-images.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'
import { type CaptionedImage, captionFromKnown, captionsOf, knownValues, shotsOf } from './captions-of.ts'
import { decodeText } from '../../kit/decode-text.ts'
import { inSlices } from '../../kit/slices.ts'
import { type ReplaceByPattern, replacedTexts } from './by-pattern.ts'
import { wordsOfActor } from './words-of-actor.ts'

/** One caption before and after a change. */
export interface CaptionEdit {
  readonly actorId: string
  readonly captioned: CaptionedImage
  /** Empty when there is none. */
  readonly before: string
  readonly after: string
  readonly by: string
}

export interface ChangeOptions {
  readonly form: CaptionForm
  readonly trigger?: string | undefined
  readonly classWord?: string | undefined
  /** File names of the images to change; null: all of the actor. */
  readonly filenames: ReadonlySet<string> | null
  /** `missing`: images without a caption; `sparing`: also those whose caption no person wrote or imported. */
  readonly only: 'all' | 'missing' | 'sparing'
  /** Skips captions of rejected images, which are not trained on. */
  readonly sparesRejected?: boolean
  readonly byPattern: ReplaceByPattern
}

/** Changes that use template variables. */
const FILLING = new Set<CaptionChange['kind']>(['template', 'medium'])
/** Changes that rewrite a file with bytes that trainers cannot read, even when its words stay the same. */
const OF_BYTES = new Set<CaptionChange['kind']>(['tidy', 'clear'])

/** Returns the edits that a change would make to an actor's captions, without those that stay the same. Writes nothing. */
export async function previewChange(
  context: CaptionContext,
  actorId: string,
  wanted: CaptionChange,
  options: ChangeOptions,
): Promise<readonly CaptionEdit[]> {
  const words = wordsOfActor(context, actorId, options)
  const change = wanted.kind === 'trigger' && wanted.trigger === '' ? { ...wanted, trigger: words.trigger } : wanted
  const shotOf = shotsOf(context, actorId)
  const fromKnown = change.kind === 'template' && change.template === ''
  const images = await listedImages(context, actorId, options.filenames)
  const valuesOf = (image: ListedImage): TemplateValues => ({
    ...knownValues(context, image, shotOf(image), { ...words, form: options.form }),
    name: stemOf(image.filename),
    ...(image.entry.prompt !== undefined && { prompt: image.entry.prompt }),
  })
  const edits: CaptionEdit[] = []
  const chosen = (await captionsOf(context, actorId, images)).filter(
    ({ image, caption }) =>
      !(options.sparesRejected && image.lane === 'rejected') &&
      (!caption || options.only === 'all' || (options.only === 'sparing' && mayReplace(caption))),
  )
  const texts = chosen.map(({ caption }) => caption?.text ?? '')
  const isPattern = change.kind === 'replace' && change.regex
  const replaced = isPattern ? await replacedTexts(texts, change, options.byPattern) : null
  await inSlices(chosen.entries(), ([at, captioned]) => {
    const { image, caption, faults } = captioned
    const before = caption?.text ?? ''
    const known = fromKnown ? captionFromKnown(context, image, shotOf(image), { ...words, form: options.form }) : null
    const after =
      known?.text ?? replaced?.[at] ?? changed(before, change, FILLING.has(change.kind) ? valuesOf(image) : {})
    if (change.kind === 'set' && change.over !== undefined && before !== change.over && before !== after)
      throw changedElsewhere(image)
    const isFaulty = faults.length > 0 || (caption?.faults.length ?? 0) > 0
    if (after !== before || (isFaulty && OF_BYTES.has(change.kind)))
      edits.push({ actorId, captioned, before, after, by: known?.by ?? BY_HUMAN })
  })
  return edits
}

const changedElsewhere = ({ filename }: ListedImage): EvencastError =>
  new EvencastError(
    'CONFLICT',
    `The caption of ${filename} was changed by another app in the meantime. Choose which one to keep.`,
  )

/** Returns the edits as operations of the history: each file and manifest entry before and after. */
export async function captionOperations(
  context: CaptionContext,
  edits: readonly CaptionEdit[],
): Promise<readonly Operation[]> {
  return Promise.all(
    edits.map(async ({ actorId, captioned: { image, file, bytes: found }, after, by }): Promise<Operation> => {
      const dir = folderOf(context, actorId).imagesDir
      const path = file ?? join(dir, `${stemOf(image.filename)}.txt`)
      const bytes = file === null ? await readIfThere(path) : found
      // The file was created after the captions were read.
      if (file === null && bytes && bytes.length <= MOST_CAPTION_BYTES && captionTextOf(path, bytes)?.text)
        throw changedElsewhere(image)
      const entry: CaptionEntry =
        after === ''
          ? {}
          : {
              caption: after,
              caption_by: by,
              caption_at: context.now().toISOString(),
              ...(image.sha256 !== null && { caption_of: image.sha256 }),
            }
      return {
        kind: 'caption',
        actorId,
        filename: image.filename,
        file: path.slice(dir.length + 1),
        before: { file: bytes?.toString('base64') ?? null, entry: entryOf(image.entry) },
        after: { file: contentOf(path, bytes, after), entry },
      }
    }),
  )
}

const entryOf = (entry: CaptionEntry): CaptionEntry =>
  Object.fromEntries(CAPTION_KEYS.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])))

/** Returns the new bytes in base64; null when the file is to be deleted. A JSON file keeps its other fields. */
function contentOf(path: string, before: Buffer | null, text: string): string | null {
  const base64 = (content: string): string => Buffer.from(content, 'utf8').toString('base64')
  if (!path.toLowerCase().endsWith('.json')) return text === '' ? null : base64(text)
  const about: unknown = before === null ? {} : JSON.parse(decodeText(before))
  const fields = typeof about === 'object' && about !== null && !Array.isArray(about) ? about : {}
  return base64(`${JSON.stringify({ ...fields, caption: text }, null, 2)}\n`)
}

import { join } from 'node:path'
import type { CaptionForm } from '../../domain/caption/template.ts'
import type { LintFinding, LintInput } from '../../domain/caption/lint.ts'
import { estimateTokens, type TokenEstimate } from '../../domain/caption/tokens.ts'
import { inSlices } from '../../kit/slices.ts'
import { folderOf } from '../context/library-context.ts'
import type { CaptionContext } from './caption-context.ts'
import { type CaptionedImage, captionsOf } from './captions-of.ts'
import { wordsOfActor } from './words-of-actor.ts'

/** Counts the CLIP tokens of each text, without start and end. */
export type CountTokens = (texts: readonly string[]) => Promise<readonly number[]>

export interface CaptionRow {
  readonly captioned: CaptionedImage
  /** Absolute path of its image. */
  readonly file: string
  readonly tokens: TokenEstimate | null
}

export type LintCaptions = (input: LintInput) => Promise<readonly LintFinding[]>

/** Returns an actor's captions with their length in tokens of text encoders. */
export async function captionRows(
  context: CaptionContext,
  actorId: string,
  count: CountTokens,
): Promise<readonly CaptionRow[]> {
  const captions = await captionsOf(context, actorId)
  const counts = await count(captions.map(({ caption }) => caption?.text ?? ''))
  const { imagesDir } = folderOf(context, actorId)
  const rows: CaptionRow[] = []
  await inSlices(captions.entries(), ([i, captioned]) =>
    rows.push({
      captioned,
      file: join(imagesDir, captioned.image.filename),
      tokens: captioned.caption ? estimateTokens(captioned.caption.text, counts[i] ?? 0) : null,
    }),
  )
  return rows
}

/** Returns lint findings for the captions of an actor's images, rejected ones excluded. */
export function lintRows(
  context: CaptionContext,
  actorId: string,
  rows: readonly CaptionRow[],
  options: { readonly form: CaptionForm; readonly trigger?: string | undefined; readonly lint: LintCaptions },
): Promise<readonly LintFinding[]> {
  const linted = rows
    .filter(({ captioned }) => captioned.image.lane !== 'rejected')
    .map(({ captioned: { image, caption, faults }, tokens }) => ({
      filename: image.filename,
      text: caption?.text ?? '',
      faults: caption?.faults ?? faults,
      stale: caption?.stale ?? false,
      style: image.lane === 'unsorted' ? null : image.style,
      clip: tokens?.clip ?? null,
    }))
  const { trigger, classWord } = wordsOfActor(context, actorId, options)
  return options.lint({ captions: linted, context: { trigger, classWord, form: options.form } })
}

import type { CaptionChange } from '../../domain/caption/change.ts'
import { captionOperations, type CaptionEdit, type ChangeOptions, previewChange } from '../captions/change-captions.ts'
import type { EditingContext } from './editing-context.ts'
import { type Editing, images } from './editing.ts'

const NAMES: Readonly<Record<CaptionChange['kind'], string>> = {
  set: 'Set the caption of',
  template: 'Wrote the captions of',
  prefix: 'Put words before the captions of',
  suffix: 'Put words after the captions of',
  trigger: 'Added the trigger word to',
  replace: 'Replaced words in the captions of',
  remove: 'Removed words from the captions of',
  removeTags: 'Removed tags from',
  renameTag: 'Renamed a tag of',
  dedupe: 'Removed repetitions from the captions of',
  shuffle: 'Shuffled the tags of',
  medium: 'Named the medium of',
  shorten: 'Shortened the captions of',
  clear: 'Removed the captions of',
  tidy: 'Tidied the captions of',
}

export interface CaptionChangeRequest extends ChangeOptions {
  readonly actorIds: readonly string[]
  readonly change: CaptionChange
}

/** Changes captions of any actors as one edit that can be undone. Returns the edits. Writes nothing when there is nothing to change. */
export async function changeCaptions(
  context: EditingContext,
  editing: Editing,
  request: CaptionChangeRequest,
): Promise<readonly CaptionEdit[]> {
  const edits = await previewCaptions(context, request)
  if (edits.length > 0)
    await editing.make(async () => ({
      name: `${NAMES[request.change.kind]} ${images(edits.length)}`,
      operations: await captionOperations(context, edits),
    }))
  return edits
}

/** Returns the edits that `changeCaptions` would make. */
export async function previewCaptions(
  context: EditingContext,
  { actorIds, change, ...options }: CaptionChangeRequest,
): Promise<readonly CaptionEdit[]> {
  const all: CaptionEdit[] = []
  for (const actorId of actorIds) all.push(...(await previewChange(context, actorId, change, options)))
  return all
}

import type { Measures } from '../measures.ts'
import type { Style } from '../style.ts'
import { isPlain } from './background.ts'
import type { CaptionForm, TemplateValues } from './template.ts'

/** Middle brightness below which most of a photograph lies in the dark: ours. */
const DIM = 0.16

/** A photograph without colours says so: what is not named becomes part of the identity. */
const COLOURLESS: Readonly<Record<CaptionForm, string>> = {
  prose: 'a black and white photo',
  tags: 'black and white photo',
}

/** What pixels alone say of an image, in the words of captions. Of a drawing's light they say nothing: its paper is bright. */
export function measuredValues(
  { monochrome, colours, brightness }: Pick<Measures, 'monochrome' | 'colours' | 'brightness'>,
  { style, form }: { readonly style: Style | null; readonly form: CaptionForm },
): TemplateValues {
  const isPhoto = style === 'photorealistic'
  return {
    ...(isPhoto && monochrome && { style: COLOURLESS[form] }),
    ...(isPhoto && brightness.p50 < DIM && { light: 'in dim light' }),
    ...(isPlain(colours ?? null) && { background: 'plain background' }),
  }
}

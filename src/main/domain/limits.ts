import type { Measures } from './measures.ts'
import type { Style } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

type Looks = Pick<Measures, 'drawn' | 'monochrome'>

/** The likelier style by pixels alone. */
export const looksLike = ({ drawn, monochrome }: Looks): Style =>
  drawn < 0.5 ? 'photorealistic' : monochrome ? 'bw_stylized' : 'color_stylized'

/** What is reviewed and what is rejected below, of images that look like this one's style. */
export const limitsOf = (of: 'longSide' | 'sharpness', looks: Looks) => ({
  review: THRESHOLDS[of][looksLike(looks)],
  reject: THRESHOLDS[of].reject,
})

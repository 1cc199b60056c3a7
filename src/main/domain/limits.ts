import type { Measures } from './measures.ts'
import type { Style } from './style.ts'
import { THRESHOLDS } from './thresholds.ts'

type Looks = Pick<Measures, 'drawn' | 'monochrome'>

/** Returns the more likely style by pixels alone. */
export const looksLike = ({ drawn, monochrome }: Looks): Style =>
  drawn < 0.5 ? 'photorealistic' : monochrome ? 'bw_stylized' : 'color_stylized'

/** Returns the limits below which images of this style, as it looks, are set to review or rejected. */
export const limitsOf = (of: 'longSide' | 'sharpness', looks: Looks) => ({
  review: THRESHOLDS[of][looksLike(looks)],
  reject: THRESHOLDS[of].reject,
})

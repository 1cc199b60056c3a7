import { type Finding, warning } from './check.ts'

/** Number of times that FluxGym repeats all images; more repeats give a warning. */
const MANY = 10

/** Returns warnings for few images that restore the mix only by very many repeats. */
export const repeatFindings = (
  subsets: readonly { readonly dir: string; readonly images: number; readonly repeats: number }[],
): readonly Finding[] =>
  subsets
    .filter(({ repeats }) => repeats > MANY)
    .map(({ dir, images, repeats }) =>
      warning(
        'repeats',
        dir,
        `holds ${images === 1 ? 'one image' : `${images} images`}, repeated ${repeats} times to restore the mix: what is repeated so often is learnt by heart. Add images of this style.`,
      ),
    )

import { type Finding, warning } from './check.ts'

/** What is repeated more often than FluxGym repeats all images. */
const MANY = 10

/** Few images can only restore the mix by being seen again and again. */
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

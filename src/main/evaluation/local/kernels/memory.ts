import { loadKernels } from '../../../kit/kernels.ts'
import { BYTES } from './bytes.ts'

/** The functions of `pixels.as` and the memory that they work in. */
export const { kernel, places, placesBehind, bytesAt, floatsAt, doublesAt, countsAt, numbersAt, sharesAt } =
  loadKernels(BYTES)

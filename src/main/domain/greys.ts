import { THRESHOLDS } from './thresholds.ts'

/**
 * Whether a picture is all greys, with hardly any blank paper, as photographs are and few drawings in ink. An old print, where a model knows none,
 * looks drawn to it by its grain: this does not depend on what it knows.
 */
export function isInGreys(thumbnail: string): boolean {
  const { from, to, share, paperFrom, paperShare } = THRESHOLDS.greys
  let [greys, paper] = [0, 0]
  const cells = thumbnail.length / 2
  for (let at = 0; at < cells; at++) {
    const luma = Number.parseInt(thumbnail.slice(2 * at, 2 * at + 2), 16)
    if (luma >= from && luma <= to) greys++
    if (luma >= paperFrom) paper++
  }
  return greys >= share * cells && paper <= paperShare * cells
}

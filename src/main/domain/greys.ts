import { THRESHOLDS } from './thresholds.ts'

/**
 * Returns true when a picture consists of greys with hardly any blank paper, as photographs do and few ink drawings. A model that has not
 * seen old prints takes their grain for drawing; this test does not depend on training.
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

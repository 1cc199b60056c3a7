/**
 * Every number that turns measures into issues, in one place. "Calibrated" means: on the labelled images that
 * scripts/evaluate-local.ts prints precision and recall for; a rejected image goes to the trash, so what is in doubt is a review.
 */
export const THRESHOLDS = {
  /** Long side in px. kohya sd-scripts' smallest bucket side is 256; below half of it nothing is left to learn from. */
  longSide: { review: 256, reject: 128 },
  /** Sharpness. SceneWorks' floor for people is 40; calibrated: nothing undamaged is below 23, a visible Gaussian blur is below 10. */
  sharpness: { review: 40, reject: 10 },
  /** SceneWorks: less than half as sharp as the actor's median is blur too, but never above four times the floor. */
  relativeSharpness: { ofMedian: 0.5, below: 160, fromImages: 5 },
  /** 99th percentile of brightness. CleanVision flags below 0.32; calibrated: nothing undamaged is below 0.34. */
  darkP99: { review: 0.32, reject: 0.2 },
  /** 5th percentile of brightness above which an image is blank: CleanVision. */
  blankP5: 0.95,
  /** Whites burnt out and blacks lifted together; calibrated on brightened copies. */
  burnt: { whiteP95: 0.99, blackP1: 0.2, photographP50: 0.6, lineSpread: 0.04 },
  /** Correlation with the mirror image. Calibrated: the most symmetric undamaged photographs reach 0.985, a mirrored half 0.999. */
  symmetry: { review: 0.95, reject: 0.998 },
  /** Hamming distances of the 64-bit hashes below which two images are compared closely: LDS takes 8 for dHash, imagededup 10. */
  hash: { dhash: 8, phash: 12 },
  /**
   * Thumbnails with contrast normalised to a deviation of 50. Calibrated: resized and recompressed copies differ by at most 4.6 and
   * evenly (a quarter in the eight worst cells); sprites that differ in their expression alone have 85 % of it there.
   */
  thumbnail: { rms: 6, localShare: 0.5, localCells: 8 },
  /** How far the probability of "drawn" is from even before it is believed. Calibrated: right in 92 % on sources not trained on. */
  drawnMargin: 0.25,
  /** Share of labelled drawings whose colour was told rightly: calibrated, rounded down. */
  monochromeTrust: 0.97,
  /** Greatest distance of signatures within a group of look-alikes; calibrated so that one artist's plates stay together. */
  lookalike: 0.35,
} as const

/**
 * Every number that turns measures into issues, in one place. "Calibrated" means: on the labelled images that
 * scripts/evaluate-local.ts prints precision and recall for; a rejected image goes to the trash, so what is in doubt is a review.
 */
export const THRESHOLDS = {
  /**
   * Long side in px, by style. kohya sd-scripts' smallest bucket side is 256: below half of it nothing is left to learn from. Lines and sprites
   * are sharp at any size; a photograph is not. Among larger images (`relativeSide`) less than three quarters of it (SceneWorks' ratio) is small too.
   */
  longSide: { photorealistic: 144, bw_stylized: 128, color_stylized: 128, reject: 128 },
  relativeSide: { ofMedian: 0.5, below: 192 },
  /**
   * Of a new picture: its share of the pixels that were asked for, a little over half of each side, since models round to sizes of their own; and
   * its long side in px, where it is not known what was asked: every generator makes about 1024 px. Below, it did not do as asked: ours.
   */
  generated: { ofAsked: 0.3, longSide: 320 },
  /**
   * Sharpness, by style: lines of ink are far sharper than a photograph, and so they are when blurred. Chosen on four fifths of the sources so
   * that at most 1 in 100 undamaged images of a style is below (`npm run evaluate:local`). SceneWorks' floors are 40 for people and 25 for
   * styles. A visible Gaussian blur is below 10.
   */
  sharpness: { photorealistic: 20, bw_stylized: 60, color_stylized: 40, reject: 10 },
  /** SceneWorks: less than half as sharp as the actor's median is blur too, but never above four times their floor for styles. */
  relativeSharpness: { ofMedian: 0.5, below: 100 },
  /** Fewer images of a kind have no median to be held against. */
  relativeFromImages: 5,
  /** Sharpness of a tile below which an overlay shades it: SceneWorks' floor. */
  softTile: 25,
  /** 99th percentile of brightness. CleanVision flags below 0.32; calibrated: nothing undamaged is below 0.34. */
  darkP99: { review: 0.32, reject: 0.2 },
  /** 5th percentile of brightness above which an image is blank (CleanVision), unless the 1st shows that there is ink on the paper. */
  blank: { p5: 0.95, inkP1: 0.5 },
  /**
   * Whites burnt out and blacks lifted together; calibrated on brightened copies, on four fifths of the sources: finds 75 % of coloured
   * drawings, flags 2 of 389 undamaged ones. Pale pencil fades out evenly, ink whose black was lifted lies at one grey.
   */
  burnt: { whiteP95: 0.99, blackP1: 0.26, photographP50: 0.6, colourDrawingP50: 0.985, inkSpread: 0.04 },
  /** Correlation with the mirror image. Calibrated: the most symmetric of 1,460 undamaged images reaches 0.986, a mirrored half 0.999. */
  symmetry: { review: 0.99, reject: 0.998 },
  /** Hamming distances of 64-bit hashes up to which two images are compared closely. dHash as LDS has it; pHash wider than the usual 10, since the
   * thumbnails decide. */
  hash: { dhash: 8, phash: 12 },
  /**
   * Thumbnails with contrast normalised to a deviation of 50. Calibrated: resized and recompressed copies differ by at most 4.6 and
   * evenly (a quarter in the eight worst cells); sprites that differ in their expression alone have 85 % of it there. Most
   * pictures made brighter differ by at most `tonedRms`; which are found, and how many others are taken for them: `npm run measure:copies`.
   */
  thumbnail: { rms: 6, tonedRms: 12, localShare: 0.5, localCells: 8 },
  /** Among copies of one picture the earliest stays that has nearly all the pixels and sharpness of the best: ours. */
  nearlyBest: { pixels: 0.98, sharpness: 0.8 },
  /**
   * The probability of "drawn" up to and from which it is believed. Chosen so that 95 % are right on each side when the newer sources are judged
   * by the older ones, which leaving out one source flatters. Not alike on both sides, since a technique that no source showed looks more like a
   * photograph than like any drawing known.
   */
  sure: { photographed: 0.0125, drawn: 0.9 },
  /**
   * Luma of cells of the thumbnail that are grey, and that are paper. From and up to these shares of them a picture without colour may be a photograph
   * whatever the model says: chosen on four fifths of the sources to doubt 1 in 100 drawings that a model is sure of without knowing their source, and
   * most old photographs. Of those it knows it doubts more: `npm run evaluate:local`.
   */
  greys: { from: 60, to: 190, share: 0.5, paperFrom: 226, paperShare: 0.05 },
  /** What a base image that is surely a drawing adds to the logit of "drawn" of its actor's images: ours. */
  drawnBaseLogit: 1.5,
  /** Share of labelled drawings whose colour was told rightly: calibrated, rounded down. */
  monochromeTrust: 0.97,
  /** Greatest distance of a signature from its group's average. Calibrated on pairs of sources: groups 83 % of images, 97 % with their style. */
  lookalike: 0.33,
  /** The same by what a pretrained network sees, of vectors of length 1: where CLIP calls two pictures alike in 86 of 100 parts. Ours. */
  lookalikeShown: 0.53,
  /** Correlation of brightness, between cells too, from which an image was cut out of another. What it finds, and misses: `npm run measure:copies`. */
  cutFit: 0.96,
  /** Cosine from which two pictures seem to be one shot. LoRA Dataset Studio has 0.96, SceneWorks 0.95. */
  sameShot: 0.96,
  /** Cosine of faces below which a face is not the base image's, and from which two faces are one person's. Calibrated: docs/identity.md. */
  face: { differs: 0.15, same: 0.35 },
} as const

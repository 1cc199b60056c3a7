/**
 * All numbers that turn measures into issues. "Calibrated" means: on the labelled images for which scripts/evaluate-local.ts prints
 * precision and recall. A rejected image goes to the trash, so doubtful images are set to review.
 */
export const THRESHOLDS = {
  /**
   * Long side in px, by style. kohya sd-scripts' smallest bucket side is 256: less than half of it is too little to learn from. Lines and
   * sprites are sharp at any size; a photograph is not. Among larger images (`relativeSide`) less than three quarters of it (SceneWorks'
   * ratio) is small too.
   */
  longSide: { photorealistic: 144, bw_stylized: 128, color_stylized: 128, reject: 128 },
  relativeSide: { ofMedian: 0.5, below: 192 },
  /**
   * For a generated picture: share of the requested pixels, a little over half of each side, because models round to sizes of their own;
   * and the long side in px when the requested size is unknown, because every generator returns about 1024 px. Anything smaller does not
   * fulfil the request. Our own values.
   */
  generated: { ofAsked: 0.3, longSide: 320 },
  /**
   * Sharpness, by style: ink lines are far sharper than a photograph, even when blurred. Chosen on four fifths of the sources so that at
   * most 1 in 100 undamaged images of a style is below (`npm run evaluate:local`). SceneWorks' floors are 40 for people and 25 for styles.
   * A visible Gaussian blur is below 10.
   */
  sharpness: { photorealistic: 20, bw_stylized: 60, color_stylized: 40, reject: 10 },
  /** SceneWorks: less than half the sharpness of the actor's median is blur too, but never above four times their floor for styles. */
  relativeSharpness: { ofMedian: 0.5, below: 100 },
  /** Fewest images for a median to compare with. */
  relativeFromImages: 5,
  /** Sharpness of a tile below which an overlay shades it: SceneWorks' floor. */
  softTile: 25,
  /** 99th percentile of brightness. CleanVision flags below 0.32; calibrated: nothing undamaged is below 0.34. */
  darkP99: { review: 0.32, reject: 0.2 },
  /** 5th percentile of brightness above which an image is blank (CleanVision), unless the 1st percentile reveals ink on the paper. */
  blank: { p5: 0.95, inkP1: 0.5 },
  /**
   * Clipped whites together with lifted blacks. Calibrated on brightened copies, on four fifths of the sources: finds 75 % of coloured
   * drawings, flags 2 of 389 undamaged ones. Pale pencil fades evenly; ink with lifted blacks has a single grey.
   */
  burnt: { whiteP95: 0.99, blackP1: 0.26, photographP50: 0.6, colourDrawingP50: 0.985, inkSpread: 0.04 },
  /** Correlation with the mirror image. Calibrated: the most symmetric of 1,460 undamaged images reaches 0.986, a mirrored half 0.999. */
  symmetry: { review: 0.99, reject: 0.998 },
  /**
   * Hamming distances of 64-bit hashes up to which two images are compared closely. dHash as in LDS; pHash wider than the usual 10, because
   * the thumbnails decide.
   */
  hash: { dhash: 8, phash: 12 },
  /**
   * Differences of thumbnails whose contrast is normalised to a deviation of 50. Calibrated: resized and recompressed copies differ by at
   * most 4.6 and evenly (a quarter of it in the eight worst cells); sprites that differ only in expression have 85 % of it there. Most
   * brightened pictures differ by at most `tonedRms`; `npm run measure:copies` prints how many are found and how many others are mistaken
   * for them.
   */
  thumbnail: { rms: 6, tonedRms: 12, localShare: 0.5, localCells: 8 },
  /** Among copies of one picture, the earliest with nearly all the pixels and sharpness of the best is kept. Our own values. */
  nearlyBest: { pixels: 0.98, sharpness: 0.8 },
  /**
   * Probabilities of "drawn" below and above which a guess is sure. Chosen so that 95 % are right on each side when the older sources judge
   * the newer ones; leaving out one source at a time would give better figures. The sides differ because an unknown technique looks more
   * like a photograph than like any known drawing.
   */
  sure: { photographed: 0.0125, drawn: 0.9 },
  /**
   * Luma of thumbnail cells that count as grey and as paper, and the shares of them from and up to which a picture without colour may be a
   * photograph, whatever the model says. Chosen on four fifths of the sources to doubt 1 in 100 drawings of which a model is sure without
   * knowing their source, and most old photographs. It doubts more of the drawings from known sources: `npm run evaluate:local`.
   */
  greys: { from: 60, to: 190, share: 0.5, paperFrom: 226, paperShare: 0.05 },
  /** Amount that a base image that is surely a drawing adds to the logit of "drawn" of its actor's images. Our own value. */
  drawnBaseLogit: 1.5,
  /** Share of labelled drawings whose colour was recognised correctly: calibrated, rounded down. */
  monochromeTrust: 0.97,
  /** Greatest distance of a signature from its group's average. Calibrated on pairs of sources: groups 83 % of images, 97 % with their style. */
  lookalike: 0.33,
  /** Same distance for vectors of length 1 by a pretrained network: equals a CLIP similarity of 0.86. Our own value. */
  lookalikeShown: 0.53,
  /**
   * Correlation of brightness, including between cells, from which an image counts as cut out of another. `npm run measure:copies` prints
   * what it finds and misses.
   */
  cutFit: 0.96,
  /** Cosine from which two pictures seem to show the same shot. LoRA Dataset Studio uses 0.96, SceneWorks 0.95. */
  sameShot: 0.96,
  /**
   * Cosines of faces: below `differs` a face is not the base image's; from `same` on two faces are one person's. Calibrated:
   * docs/identity.md.
   */
  face: { differs: 0.15, same: 0.35 },
} as const

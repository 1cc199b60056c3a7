/** Fixed properties of one kind of quality problem. */
interface IssueKind {
  /** Bit in the catalog's numbers: never changed and never reused. */
  readonly bit: number
  /** Rank of the reason given for a rejection: among several issues the lowest is named. */
  readonly rank: number
  /**
   * Order of removal, lowest first, by how much the problem harms training; null when the image is removed for the problem itself and not
   * for want of a better one.
   */
  readonly removal: number | null
  /** True when pixels reveal the problem; otherwise only a vision model does. */
  readonly byPixels: boolean
  /** Label on a tile. */
  readonly label: string
  /** Number of images as a phrase: "2 blurred". */
  readonly count: (n: number) => string
  /** Other spellings that filters accept besides the key. */
  readonly also: readonly string[]
}

/**
 * Kinds of quality problems, described here and nowhere else: catalog, filters, plans and the window read this table. The keys are written
 * to manifests and must not change.
 */
export const ISSUES = {
  unreadable: {
    bit: 0,
    rank: 0,
    removal: null,
    byPixels: false,
    label: 'unreadable',
    count: (n) => `${n} unreadable`,
    also: [],
  },
  exact_duplicate: {
    bit: 1,
    rank: 1,
    removal: null,
    byPixels: true,
    label: 'duplicate',
    count: (n) => `${n} exact ${n === 1 ? 'copy' : 'copies'}`,
    also: [],
  },
  near_duplicate: {
    bit: 2,
    rank: 2,
    removal: 7,
    byPixels: true,
    label: 'near duplicate',
    count: (n) => `${n} near-duplicate${n === 1 ? '' : 's'}`,
    also: [],
  },
  low_resolution: {
    bit: 3,
    rank: 3,
    removal: 3,
    byPixels: true,
    label: 'low res',
    count: (n) => `${n} small`,
    also: ['low-res', 'lowres', 'resolution'],
  },
  blur: { bit: 4, rank: 4, removal: 6, byPixels: true, label: 'blur', count: (n) => `${n} blurred`, also: [] },
  dark: { bit: 5, rank: 5, removal: 4, byPixels: true, label: 'dark', count: (n) => `${n} too dark`, also: [] },
  overexposed: {
    bit: 6,
    rank: 6,
    removal: 5,
    byPixels: true,
    label: 'overexposed',
    count: (n) => `${n} overexposed`,
    also: [],
  },
  symmetry: {
    bit: 7,
    rank: 7,
    removal: 8,
    byPixels: true,
    label: 'symmetrical',
    count: (n) => `${n} symmetric`,
    also: ['symmetric'],
  },
  camera_gaze: {
    bit: 8,
    rank: 8,
    removal: 9,
    byPixels: false,
    label: 'gaze',
    count: (n) => `${n} looking into the camera`,
    also: ['gaze'],
  },
  distortion: {
    bit: 9,
    rank: 9,
    removal: 1,
    byPixels: false,
    label: 'distorted',
    count: (n) => `${n} distorted`,
    also: [],
  },
  identity_mismatch: {
    bit: 10,
    rank: 10,
    removal: 0,
    byPixels: false,
    label: 'wrong identity',
    count: (n) => `${n} may not match the base image`,
    also: ['identity'],
  },
  text: { bit: 11, rank: 11, removal: 2, byPixels: false, label: 'text', count: (n) => `${n} with text`, also: [] },
  borders: {
    bit: 12,
    rank: 12,
    removal: 10,
    byPixels: true,
    label: 'borders',
    count: (n) => `${n} with borders`,
    also: ['border', 'letterbox', 'bars'],
  },
} as const satisfies Readonly<Record<string, IssueKind>>

export type IssueKey = keyof typeof ISSUES

/** Sorted by rank. */
export const ISSUE_KEYS: readonly IssueKey[] = (Object.keys(ISSUES) as IssueKey[]).toSorted(
  (a, b) => ISSUES[a].rank - ISSUES[b].rank,
)

/** Returns a value for each kind of issue, by its key. */
export const ofIssues = <T>(read: (kind: IssueKind, key: IssueKey) => T): Readonly<Record<IssueKey, T>> =>
  Object.fromEntries(ISSUE_KEYS.map((key) => [key, read(ISSUES[key], key)])) as Record<IssueKey, T>

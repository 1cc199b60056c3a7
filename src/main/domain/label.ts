import type { ManifestImage } from './manifest.ts'

/** Manifest keys that a person changes by sorting and marking; an edit records their values before and after. */
export const LABEL_KEYS = ['type', 'classified_by', 'verdict', 'kept_by', 'flagged', 'group_part'] as const
type LabelKey = (typeof LABEL_KEYS)[number]

/** Label of one image in its manifest. An undefined key is absent. */
export type Label = { readonly [Key in LabelKey]?: ManifestImage[Key] }

/** Returns all label keys, so that an entry merged with the result loses those that are undefined. */
export const labelOf = (entry: Label): Label => Object.fromEntries(LABEL_KEYS.map((key) => [key, entry[key]]))

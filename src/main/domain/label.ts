import type { ManifestImage } from './manifest.ts'

/** The keys of a manifest entry that a person changes by sorting and marking: an edit keeps them as they were and as they are. */
export const LABEL_KEYS = ['type', 'classified_by', 'verdict', 'kept_by', 'flagged', 'group_part'] as const
type LabelKey = (typeof LABEL_KEYS)[number]

/** What a manifest says of one image's place. Undefined: the key is absent. */
export type Label = { readonly [Key in LabelKey]?: ManifestImage[Key] }

/** Every key is there, so that an entry merged with it loses those that are undefined. */
export const labelOf = (entry: Label): Label => Object.fromEntries(LABEL_KEYS.map((key) => [key, entry[key]]))

import { z } from 'zod'
import { base } from './base.ts'
import { SavedFilter } from './search.ts'

/** Servers of vision models: OpenAI or a service that speaks its protocol, or the user's own server. */
export const VISION_SERVERS = ['openai', 'local-server'] as const
export type VisionServer = (typeof VISION_SERVERS)[number]

/** All settings with their defaults. Precedence: flag, environment, library settings, user settings, default. */
export const Settings = z.object({
  /** Number of images in a balanced set. */
  total: z.number().int().min(1).max(1000).default(20),
  /** Proportions of the mix; they need not sum to 100. */
  shares: z
    .object({
      photorealistic: z.number().min(0).max(1000),
      bw_stylized: z.number().min(0).max(1000),
      color_stylized: z.number().min(0).max(1000),
    })
    .refine(
      (shares) => shares.photorealistic + shares.bw_stylized + shares.color_stylized > 0,
      'At least one share must be above 0.',
    )
    .default({ photorealistic: 65, bw_stylized: 20, color_stylized: 15 }),
  policy: z.enum(['trim', 'keep']).default('trim'),
  evaluator: z.enum(['local', ...VISION_SERVERS]).default('local'),
  /**
   * How closely a vision model sees images: contact sheets only, sheets and single images where doubt remains, or every image by itself.
   */
  detailLevel: z.enum(['sheet', 'second', 'every']).default('second'),
  /** Vision model at OpenAI or a server that speaks its protocol. */
  openaiModel: z.string().min(1).default('gpt-6.1-terra'),
  /** Empty for OpenAI itself. */
  openaiBaseUrl: z.string().default(''),
  /** Prices in USD per million tokens by model, where they differ from the built-in table or are missing there. */
  openaiPricesUsd: z
    .record(
      z.string(),
      z.object({ input: z.number().min(0), cached: z.number().min(0).optional(), output: z.number().min(0) }),
    )
    .default({}),
  /** Unwanted tags: never suggested, removed on demand and from a vision model's captions. */
  tagBlacklist: z.array(z.string().trim().min(1).max(80)).max(2000).default([]),
  /** The user's own server, such as Ollama or LM Studio: it speaks OpenAI's protocol, needs no key and is free. */
  localServerUrl: z.string().default('http://127.0.0.1:11434/v1'),
  /** Empty until one is chosen. */
  localServerModel: z.string().max(200).default(''),
  /** Concurrent requests to the server. */
  localServerConcurrency: z.number().int().min(1).max(16).default(1),
  /** URL from which pretrained models are downloaded instead of their publishers' servers. */
  modelMirror: z.string().max(500).default(''),
  generator: z.enum(['local', 'replicate']).default('local'),
  /** `owner/name`. */
  replicateModel: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'Write it as owner/name.')
    .default('black-forest-labs/flux-kontext-pro'),
  /** Empty for Replicate itself. */
  replicateBaseUrl: z.string().default(''),
  /** Price of one image by model, in USD, where it differs from the built-in table. */
  imagePricesUsd: z.record(z.string(), z.number().min(0)).default({}),
  /** Concurrent generations, over all actors. */
  concurrency: z.number().int().min(1).max(16).default(2),
  /** A run stops before it would exceed this budget; null for no limit. */
  maxCostUsd: z.number().min(0).nullable().default(null),
  /** `s3://bucket/prefix` or `file:///folder`; empty for none. */
  store: z.string().default(''),
  /** For S3 servers other than Amazon's; when empty, taken from the environment or the profile. */
  storeEndpoint: z.string().default(''),
  /** Hosts (with port) that keys may be sent to without encryption, as the user decided. */
  unencryptedHosts: z.array(z.string().min(1)).max(50).default([]),
  storeRegion: z.string().default(''),
  storeProfile: z.string().default(''),
  /** Named filters, saved with the library. */
  savedFilters: z.array(SavedFilter).max(100).default([]),
  /** Percentage of the synced files that a sync may remove from the store without a separate confirmation. */
  maxDeletedPercent: z.number().min(0).max(100).default(25),
  /** True when deletions also apply to copies in the store that Evencast did not upload. */
  deleteForeign: z.boolean().default(false),
  /** True when opening a library assesses its new images, as long as that runs on this machine and costs nothing. */
  autoAssess: z.boolean().default(true),
  /** Number of automatic snapshots (before runs) that are kept; older ones are deleted. 0 means that none are made. */
  automaticSnapshots: z.number().int().min(0).max(1000).default(10),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** `more` increases the contrast whatever the system's setting. */
  contrast: z.enum(['system', 'more']).default('system'),
  /** Setting for the desktop app's check for new versions, which never runs before the user agreed. */
  updates: z.enum(['ask', 'on', 'off']).default('ask'),
  /** True when the tour of the first run was seen or skipped. */
  tourSeen: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>
export type SettingKey = keyof Settings

export const SettingSource = z.enum(['library address', 'fleet', 'flag', 'environment', 'library', 'user', 'default'])
export type SettingSource = z.infer<typeof SettingSource>

/** Current values and their sources: a value from a flag or the environment cannot be changed here. */
export const SettingsView = z.object({
  values: Settings,
  sources: z.record(z.string(), SettingSource),
  /** Set when the address of a fleet is known. */
  fleet: z.literal(true).optional(),
})
export type SettingsView = z.infer<typeof SettingsView>

type Absent<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodDefault<infer Field> ? z.ZodOptional<Field> : never
}

/** `partial()` would fill in the default of every missing key, so that changing one setting would reset all others. */
const changes = Object.fromEntries(
  Object.entries(Settings.shape).map(([key, field]) => [key, field.unwrap().optional()]),
) as Absent<typeof Settings.shape>

/** A change of some settings, for this `library` or for the `user`. Keys in `reset` return to the next lower source. */
export const SettingsPatch = z.object({
  scope: z.enum(['library', 'user']),
  values: z.object(changes),
  reset: z.array(z.string()).default([]),
})
export type SettingsPatch = z.infer<typeof SettingsPatch>

export const settings = {
  get: base.output(SettingsView),
  set: base.input(SettingsPatch).output(SettingsView),
}

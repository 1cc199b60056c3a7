import { z } from 'zod'
import { base } from './base.ts'
import { SavedFilter } from './search.ts'

/** Where vision models are asked: OpenAI or a service that speaks its protocol, or a server of one's own. */
export const VISION_SERVERS = ['openai', 'local-server'] as const
export type VisionServer = (typeof VISION_SERVERS)[number]

/** Every setting with its default. Precedence: flag, environment, library settings, user settings, default. */
export const Settings = z.object({
  /** Images a balanced set holds. */
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
  /** How closely a vision model looks: contact sheets only, sheets and a second look where they leave doubt, or every image by itself. */
  detailLevel: z.enum(['sheet', 'second', 'every']).default('second'),
  /** A vision model at OpenAI or a server that speaks its protocol. */
  openaiModel: z.string().min(1).default('gpt-6.1-terra'),
  /** Empty: OpenAI itself. */
  openaiBaseUrl: z.string().default(''),
  /** Prices in USD per million tokens by model, where they differ from the built-in table or are not in it. */
  openaiPricesUsd: z
    .record(
      z.string(),
      z.object({ input: z.number().min(0), cached: z.number().min(0).optional(), output: z.number().min(0) }),
    )
    .default({}),
  /** Tags that no caption shall have: offered nowhere, taken out on demand and of what a vision model writes. */
  tagBlacklist: z.array(z.string().trim().min(1).max(80)).max(2000).default([]),
  /** A server that the user runs, such as Ollama or LM Studio: it speaks OpenAI's protocol, needs no key and charges nothing. */
  localServerUrl: z.string().default('http://127.0.0.1:11434/v1'),
  /** Empty: none is chosen yet. */
  localServerModel: z.string().max(200).default(''),
  /** Requests to it at once. */
  localServerConcurrency: z.number().int().min(1).max(16).default(1),
  /** Where pretrained models are downloaded from in place of their publishers: an address. */
  modelMirror: z.string().max(500).default(''),
  generator: z.enum(['local', 'replicate']).default('local'),
  /** `owner/name`. */
  replicateModel: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'Write it as owner/name.')
    .default('black-forest-labs/flux-kontext-pro'),
  /** Empty: Replicate itself. */
  replicateBaseUrl: z.string().default(''),
  /** Price of one image by model, in USD, where it differs from the built-in table. */
  imagePricesUsd: z.record(z.string(), z.number().min(0)).default({}),
  /** Generations at once, over all actors. */
  concurrency: z.number().int().min(1).max(16).default(2),
  /** A run stops before it would cost more; null: no limit. */
  maxCostUsd: z.number().min(0).nullable().default(null),
  /** `s3://bucket/prefix` or `file:///folder`, empty for none. */
  store: z.string().default(''),
  /** For S3 servers that are not Amazon's; empty: from the environment or the profile. */
  storeEndpoint: z.string().default(''),
  /** Hosts (with their port) that keys are sent to without encryption, because the user said so. */
  unencryptedHosts: z.array(z.string().min(1)).max(50).default([]),
  storeRegion: z.string().default(''),
  storeProfile: z.string().default(''),
  /** Filters with names, kept with the library. */
  savedFilters: z.array(SavedFilter).max(100).default([]),
  /** How much of what is in step with the store a sync may remove there without a yes of its own. */
  maxDeletedPercent: z.number().min(0).max(100).default(25),
  /** Deletions reach copies in the store that Evencast did not put there. */
  deleteForeign: z.boolean().default(false),
  /** Opening a library measures what is new in it, as long as that is done on this machine and costs nothing. */
  autoAssess: z.boolean().default(true),
  /** Snapshots made on their own, before runs, that are kept; older ones go. 0: none is made. */
  automaticSnapshots: z.number().int().min(0).max(1000).default(10),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** `more` beyond what the system asks for. */
  contrast: z.enum(['system', 'more']).default('system'),
  /** Whether the desktop app looks for new versions: not before somebody agreed to it. */
  updates: z.enum(['ask', 'on', 'off']).default('ask'),
  /** The tour of the first run was seen, or skipped. */
  tourSeen: z.boolean().default(false),
})
export type Settings = z.infer<typeof Settings>
export type SettingKey = keyof Settings

export const SettingSource = z.enum(['library address', 'fleet', 'flag', 'environment', 'library', 'user', 'default'])
export type SettingSource = z.infer<typeof SettingSource>

/** The values in force and where each one comes from: a value from a flag or the environment cannot be changed here. */
export const SettingsView = z.object({
  values: Settings,
  sources: z.record(z.string(), SettingSource),
  /** The address of a fleet is known. */
  fleet: z.literal(true).optional(),
})
export type SettingsView = z.infer<typeof SettingsView>

type Absent<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodDefault<infer Field> ? z.ZodOptional<Field> : never
}

/** `partial()` would fill in the default of every key that was not sent, and changing one setting would reset all others. */
const changes = Object.fromEntries(
  Object.entries(Settings.shape).map(([key, field]) => [key, field.unwrap().optional()]),
) as Absent<typeof Settings.shape>

/** A change: only the keys that change; `library` for this library, `user` for all. A null value goes back to what is below. */
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

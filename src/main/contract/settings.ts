import { z } from 'zod'

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
  evaluator: z.enum(['local']).default('local'),
  generator: z.enum(['local']).default('local'),
  /** Generations at once, over all actors. */
  concurrency: z.number().int().min(1).max(16).default(2),
  /** A run stops before it would cost more; null: no limit. */
  maxCostUsd: z.number().min(0).nullable().default(null),
  /** `file:///folder`, empty for none. */
  store: z.string().default(''),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
})
export type Settings = z.infer<typeof Settings>
export type SettingKey = keyof Settings

export const SettingSource = z.enum(['flag', 'environment', 'library', 'user', 'default'])
export type SettingSource = z.infer<typeof SettingSource>

/** The values in force and where each one comes from: a value from a flag or the environment cannot be changed here. */
export const SettingsView = z.object({
  values: Settings,
  sources: z.record(z.string(), SettingSource),
})
export type SettingsView = z.infer<typeof SettingsView>

/** A change: only the keys that change; `library` for this library, `user` for all. A null value goes back to what is below. */
export const SettingsPatch = z.object({
  scope: z.enum(['library', 'user']),
  values: Settings.partial(),
  reset: z.array(z.string()).default([]),
})
export type SettingsPatch = z.infer<typeof SettingsPatch>

import { z } from 'zod'
import { SKIP_REASONS } from '../../domain/skipped.ts'
import { LEFT_KINDS } from '../../domain/left.ts'
import { PerStyleView, PresetView } from './words.ts'
import { SCENE_ASPECTS } from '../../domain/shot.ts'
import { FleetActorView } from '../fleet.ts'

const ActorState = z.enum(['unassessed', 'unbalanced', 'balanced', 'failed', 'running'])

export const ActorView = z.object({
  actorId: z.string(),
  /** Relative URL of the base image's thumbnail; null when there is none. */
  baseThumbUrl: z.string().nullable(),
  /** Relative URL of the base image at full size. */
  baseUrl: z.string().nullable(),
  state: ActorState,
  images: z.number().int(),
  /** Images that only the store has so far. */
  toCome: z.number().int().optional(),
  /** Good images of a sure style; `unclassified` has those without a style, assessed or not. */
  counts: PerStyleView.extend({ unclassified: z.number().int() }),
  /** Good images whose style is only a guess, by the most likely style; not in `counts`. */
  unsure: PerStyleView,
  target: PerStyleView,
  /** Source of the target, and its preset (null: an own mix). */
  targetFrom: z.enum(['library', 'actor']),
  targetPreset: PresetView.nullable(),
  /** Problem with `actor.json`, as a sentence. */
  targetProblem: z.string().nullable(),
  /** Preset that suits the assessed styles and the base image, while the actor has no target of its own. */
  proposal: z.object({ preset: PresetView, why: z.string() }).nullable(),
  rejected: z.number().int(),
  unreadable: z.number().int(),
  unassessed: z.number().int(),
  /** Images whose style is a guess. */
  doubtful: z.number().int(),
  /** Images that the vision model did not assess: it declined, or did not answer. */
  unanswered: z.number().int(),
  /** Missing images; unknown while some are unassessed. */
  deficit: z.number().int(),
  /** Images beyond the target, with and without rejected ones. */
  surplus: z.number().int(),
  extra: z.number().int(),
  /** Problems to resolve before the set is good; in words: "2 blurred, 3 from one photograph". */
  left: z.array(z.object({ what: z.enum(LEFT_KINDS), count: z.number().int() })),
  leftText: z.string(),
  /** Images that a person marked to keep. */
  kept: z.number().int(),
  /** Why the folder or the last run failed, as a sentence. */
  problem: z.string().nullable(),
  /** Files in its folder that are skipped, with a sentence for each reason. */
  skipped: z.array(z.object({ reason: z.enum(SKIP_REASONS), count: z.number().int(), sentence: z.string() })),
  /** State in the fleet that works on this library; absent without a fleet, or when the fleet has no work on it. */
  fleet: FleetActorView.pick({ state: true, note: true, worker: true }).optional(),
  /** Time of the last change to its files or labels, from its manifest; null before it has one. */
  changedAt: z.string().nullable(),
})
export type ActorView = z.infer<typeof ActorView>

/** The first few images of an actor, as relative URLs of thumbnails. */
export const StripView = z.object({ actorId: z.string(), thumbUrls: z.array(z.string()) })
export type StripView = z.infer<typeof StripView>

/** Variety of an actor's good images, including what is unknown. */
export const VarietyView = z.object({
  /** Description in one line; empty when the set is too small. */
  sentence: z.string(),
  images: z.number().int(),
  /** Number of source pictures, and of the images from the most used one. */
  origins: z.number().int(),
  fromOne: z.number().int(),
  aspects: z.array(
    z.object({
      aspect: z.enum(SCENE_ASPECTS),
      known: z.number().int(),
      words: z.array(z.object({ word: z.string(), label: z.string(), images: z.number().int() })).readonly(),
    }),
  ),
})
export type VarietyView = z.infer<typeof VarietyView>

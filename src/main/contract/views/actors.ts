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
  /** Images that are in the store alone for now. */
  toCome: z.number().int().optional(),
  /** Good images of a sure style; `unclassified`: those without one, assessed or not. */
  counts: PerStyleView.extend({ unclassified: z.number().int() }),
  /** Good images whose style is only a guess, by the likeliest one: they stand apart. */
  unsure: PerStyleView,
  target: PerStyleView,
  /** Whose target it is, and which preset it is (null: a mix of its own). */
  targetFrom: z.enum(['library', 'actor']),
  targetPreset: PresetView.nullable(),
  /** What of `actor.json` could not be understood, as a sentence. */
  targetProblem: z.string().nullable(),
  /** A preset that the assessed styles and the base image speak for, while the actor has no target of its own. */
  proposal: z.object({ preset: PresetView, why: z.string() }).nullable(),
  rejected: z.number().int(),
  unreadable: z.number().int(),
  unassessed: z.number().int(),
  /** Images whose style is a guess. */
  doubtful: z.number().int(),
  /** Images of which the vision model told nothing: it declined, or did not answer. */
  unanswered: z.number().int(),
  /** Images that are missing; not known while some are unassessed. */
  deficit: z.number().int(),
  /** Images beyond the target: with rejected ones, and without. */
  surplus: z.number().int(),
  extra: z.number().int(),
  /** What a person has to settle before the set is good; in words: "2 blurred, 3 from one photograph". */
  left: z.array(z.object({ what: z.enum(LEFT_KINDS), count: z.number().int() })),
  leftText: z.string(),
  /** Images that a person promised their places. */
  kept: z.number().int(),
  /** Why the folder or the last run failed, as a sentence. */
  problem: z.string().nullable(),
  /** What lies in its folder and is not looked at, a sentence for each reason. */
  skipped: z.array(z.object({ reason: z.enum(SKIP_REASONS), count: z.number().int(), sentence: z.string() })),
  /** Where it stands with the fleet that works on this library; absent: nothing is under way there, or there is no fleet. */
  fleet: FleetActorView.pick({ state: true, note: true, worker: true }).optional(),
  /** When its files or labels last changed, as its manifest tells; null before it has one. */
  changedAt: z.string().nullable(),
})
export type ActorView = z.infer<typeof ActorView>

/** The first few images of an actor, as relative URLs of thumbnails. */
export const StripView = z.object({ actorId: z.string(), thumbUrls: z.array(z.string()) })
export type StripView = z.infer<typeof StripView>

/** What an actor's good images show, and what of it is not known. */
export const VarietyView = z.object({
  /** In one line; empty for a set too small to speak of. */
  sentence: z.string(),
  images: z.number().int(),
  /** Pictures that they come from, and how many come from the one that most do. */
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

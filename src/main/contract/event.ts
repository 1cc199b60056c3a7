import { z } from 'zod'
import { ModelView } from './models.ts'
import { SettingsView } from './settings.ts'
import { ActorView, HistoryView, LibraryView, RunView, TaskView } from './views.ts'
import { VisionRequestView } from './vision.ts'

/** Event sent to every window. Events are whole snapshots, never deltas; `list` calls return the same after a reconnect. */
export const Event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('library'), library: LibraryView.nullable() }),
  /** The counts of these actors changed. */
  z.object({ type: z.literal('actors'), actors: z.array(ActorView), removed: z.array(z.string()) }),
  /** Images of these actors changed: fetch `actors.images` again for those on screen. */
  z.object({ type: z.literal('images'), actorIds: z.array(z.string()) }),
  /** Plans of these actors were created, edited or used. */
  z.object({ type: z.literal('plans'), actorIds: z.array(z.string()) }),
  z.object({ type: z.literal('run'), run: RunView }),
  z.object({ type: z.literal('task'), task: TaskView }),
  z.object({ type: z.literal('visionRequest'), visionRequest: VisionRequestView }),
  z.object({ type: z.literal('history'), history: HistoryView }),
  /** A model is being installed, or was installed or removed. */
  z.object({ type: z.literal('models'), models: z.array(ModelView) }),
  z.object({ type: z.literal('settings'), settings: SettingsView }),
  z.object({ type: z.literal('notice'), level: z.enum(['info', 'warning', 'error']), message: z.string() }),
])
export type Event = z.infer<typeof Event>

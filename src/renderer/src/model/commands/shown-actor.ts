import { useView } from '../window/view-store.ts'
import type { Command } from './command.ts'

/** Acts on the actor that is shown, while one is. */
export const onShownActor = (act: (actorId: string) => unknown): Pick<Command, 'when' | 'run'> => ({
  when: () => useView.getState().actorId !== null,
  run: () => {
    const { actorId } = useView.getState()
    if (actorId !== null) void act(actorId)
  },
})

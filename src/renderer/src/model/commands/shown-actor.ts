import { useView } from '../window/view-store.ts'
import type { Command } from './command.ts'

/** Makes a command that acts on the open actor and is available while one is open. */
export const onShownActor = (act: (actorId: string) => unknown): Pick<Command, 'when' | 'run'> => ({
  when: () => useView.getState().actorId !== null,
  run: () => {
    const { actorId } = useView.getState()
    if (actorId !== null) void act(actorId)
  },
})

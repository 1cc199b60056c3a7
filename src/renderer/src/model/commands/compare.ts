import type { Command } from './command.ts'
import { useCulling, currentImage } from '../culling/culling-store.ts'
import { findAlike } from '../culling/alike.ts'
import { useSelection } from '../images/selection-store.ts'
import { strings } from '../../base/strings/index.ts'
import { focusImage, leaveComparing, MOST, startComparing, useCompare } from '../compare/compare-store.ts'
import { duplicateCommands } from './duplicates.ts'
import { markBest, rejectFocused, undoInCompare } from '../compare/say.ts'

const text = strings.compare

/** Compares the current image with its near duplicates. */
async function compareAlike(): Promise<void> {
  const image = currentImage(useCulling.getState())
  if (!image) return
  const alike = await findAlike(image.actorId, image.imageId)
  if (alike.length < 2) return
  const others = alike.map(({ imageId }) => imageId).filter((imageId) => imageId !== image.imageId)
  await startComparing([image.imageId, ...others].slice(0, MOST))
}

const step = (by: number): void => focusImage(useCompare.getState().at + by)

export const compareCommands: readonly Command[] = [
  {
    id: 'compare',
    title: text.command,
    group: 'images',
    keys: ['c'],
    on: ['gallery', 'search'],
    when: () => useSelection.getState().selected.size > 1,
    run: () => void startComparing([...useSelection.getState().selected]),
  },
  {
    id: 'compare-alike',
    title: strings.culling.commands.compare,
    group: 'culling',
    keys: ['c'],
    on: ['culling'],
    run: () => void compareAlike(),
  },
  ...Array.from({ length: MOST }, (_, index): Command => ({
    id: `compare-best-${index + 1}`,
    title: text.pickBest(index + 1),
    group: 'compare',
    keys: [String(index + 1)],
    on: ['compare'],
    when: () => index < useCompare.getState().images.length,
    run: () => markBest(index),
  })),
  { id: 'compare-reject', title: text.reject, group: 'compare', keys: ['x'], on: ['compare'], run: rejectFocused },
  {
    id: 'compare-next',
    title: text.next,
    group: 'compare',
    keys: ['arrowright'],
    on: ['compare'],
    run: () => step(1),
  },
  {
    id: 'compare-previous',
    title: text.previous,
    group: 'compare',
    keys: ['arrowleft'],
    on: ['compare'],
    run: () => step(-1),
  },
  {
    id: 'compare-undo',
    title: strings.undo,
    group: 'compare',
    keys: ['mod+z'],
    on: ['compare'],
    run: undoInCompare,
  },
  { id: 'compare-leave', title: text.back, group: 'compare', keys: ['escape'], on: ['compare'], run: leaveComparing },
  ...duplicateCommands,
]

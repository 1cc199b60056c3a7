import { COMMANDS, canRun } from './registry.ts'
import { keyLabel } from './keys.ts'
import { printFilter } from '../../../../main/domain/filter/print.ts'
import { showDuplicates } from '../compare/duplicates-store.ts'
import { cullActors } from '../culling/start.ts'
import { chooseFiles } from '../edits/add-files.ts'
import { openActor } from '../shown/show-actor.ts'
import { imageOrder, shownGallery } from '../shown/in-gallery.ts'
import { applyFilter } from '../images/filter-store.ts'
import { findImage, useImages } from '../images/images-store.ts'
import { isInstalled } from '../library/models-store.ts'
import { dispatchSelection } from '../images/selection-store.ts'
import { attempt } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { openLightbox } from '../window/lightbox-store.ts'
import { assess, makePlans, toggleStep } from '../work/plan-actions.ts'
import { usePlans } from '../work/plans-store.ts'
import { strings } from '../../base/strings/index.ts'
import { selectedIds } from '../all-actors/view-rows.ts'
import type { ContextTarget } from './context-menu-store.ts'
import { openPanel, showPage, useView } from '../window/view-store.ts'

interface ContextEntry {
  readonly id: string
  readonly title: string
  /** The shortcut as printed on keys, or empty. */
  readonly keys: string
  readonly run: () => void
}

/** Groups of entries, separated by lines. No group is empty. */
export type ContextGroups = readonly (readonly ContextEntry[])[]

const text = strings.contextMenu
const entry = (id: string, title: string, run: () => void, keys = ''): ContextEntry => ({ id, title, keys, run })

/** Returns entries for commands, without those that have nothing to act on. */
const commands = (...ids: readonly string[]): readonly ContextEntry[] =>
  ids.flatMap((id) => {
    const command = COMMANDS.find((each) => each.id === id)
    if (!command || !canRun(command)) return []
    const [keys] = command.keys ?? []
    return entry(id, command.title, command.run, keys === undefined ? '' : keyLabel(keys, capabilities.modifier))
  })

function stepEntries(stepId: string | null): readonly ContextEntry[] {
  const { actorId } = useView.getState()
  const plan = actorId === null ? undefined : usePlans.getState().byActor.get(actorId)
  const step = plan?.deletions.find((each) => each.stepId === stepId)
  if (!plan || !step) return []
  const title = step.skipped ? text.removeAfterAll : text.spare
  return [entry('spare', title, () => void toggleStep(plan.actorId, step.stepId), 'S')]
}

/** Needs a pretrained network. */
function similarEntries(imageId: string): readonly ContextEntry[] {
  const image = findImage(useImages.getState(), imageId)
  if (!image || !isInstalled('pictures')) return []
  const sought = `${image.actorId}/${image.filename}`
  const run = () => {
    applyFilter(printFilter({ kind: 'like', sought }))
    showPage('search')
  }
  return [entry('similar', text.similar, run)]
}

function imageEntries(imageId: string, stepId: string | null): ContextGroups {
  const { reveal } = capabilities
  return [
    [
      entry('open', text.open, () => openLightbox(imageId), 'Enter'),
      ...stepEntries(stepId),
      ...commands('go-to', 'crop', 'compare', 'cull-selection'),
      ...similarEntries(imageId),
    ],
    commands(
      'move-photorealistic',
      'move-bw_stylized',
      'move-color_stylized',
      'move-unsorted',
      'move-rejected',
      'move-to',
    ),
    [
      ...commands('keep', 'flag', 'download'),
      ...(reveal ? [entry('reveal', strings.lightbox.reveal, () => void attempt(() => reveal(imageId)))] : []),
    ],
    commands('delete'),
  ]
}

/** Acts on the selection of the All actors page when the actor is part of it, otherwise on the actor alone. */
function actorEntries(actorId: string): ContextGroups {
  const chosen = useView.getState().page === 'all-actors' ? selectedIds() : []
  const actorIds = chosen.includes(actorId) ? chosen : [actorId]
  const label = actorIds.length === 1 ? actorId : strings.balanceAll.actors(actorIds.length)
  const balance = () => {
    void makePlans(actorIds)
    if (actorIds.length > 1) openPanel('balance-all', actorIds)
    else openActor(actorId)
  }
  return [
    [entry('open', text.open, () => openActor(actorId), 'Enter')],
    [
      entry('assess', text.assess(actorIds.length), () => void assess(actorIds)),
      entry('cull', text.cull, () => void cullActors(actorIds, label)),
      entry('duplicates', strings.duplicates.command.actor, () => void showDuplicates(actorIds, label)),
      entry('target', strings.targets.command, () => openPanel('targets', actorIds)),
      entry('balance', text.balance(actorIds.length), balance),
    ],
    [
      ...(actorIds.length === 1 ? [entry('add', strings.commands.titles.addImages, () => chooseFiles(actorId))] : []),
      entry('verify', strings.commands.titles.verify, () => openPanel('verify', actorIds)),
      entry('export', strings.allActors.titles.export, () => openPanel('export', actorIds)),
    ],
  ]
}

function laneEntries({ lane, actorId }: Extract<ContextTarget, { kind: 'lane' }>): ContextGroups {
  const model = shownGallery()?.models.find((each) => each.lane === lane)
  const keys = model ? imageOrder([model]) : []
  return [
    [
      entry('add', text.addTo(lane), () => chooseFiles(actorId, lane)),
      ...(keys.length > 0 ? [entry('select', text.selectLane, () => dispatchSelection({ type: 'set', keys }))] : []),
    ],
    commands('density', 'thumbnails'),
  ]
}

export function contextEntries(target: ContextTarget): ContextGroups {
  const groups =
    target.kind === 'images'
      ? imageEntries(target.imageId, target.stepId)
      : target.kind === 'actor'
        ? actorEntries(target.actorId)
        : laneEntries(target)
  return groups.filter((group) => group.length > 0)
}

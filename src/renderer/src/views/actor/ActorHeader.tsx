import {
  ArrowLeft,
  CircleCheck,
  CopyCheck,
  GalleryHorizontalEnd,
  GraduationCap,
  ImageOff,
  ScanEye,
  Target,
  X,
} from 'lucide-react'
import type { ActorView, PlanView } from '../../../../main/contract/views.ts'
import { isGapKnown } from '../../../../main/contract/actor-columns.ts'
import { subtitle } from '../../model/library/subtitle.ts'
import { Face } from '../../base/ui/Face.tsx'
import { useLibrary } from '../../model/library/library-store.ts'
import { goBack, openPanel, useView } from '../../model/window/view-store.ts'
import { showDuplicates } from '../../model/compare/duplicates-store.ts'
import { cullActor } from '../../model/culling/start.ts'
import { assess, makePlans } from '../../model/work/plan-actions.ts'
import { ALL, usePlans } from '../../model/work/plans-store.ts'
import { isJoined } from '../../model/work/workers-store.ts'
import { cancelTask } from '../../model/work/run-actions.ts'
import { useRuns } from '../../model/work/runs-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Progress } from '../../base/ui/Bits.tsx'
import { Button, IconButton } from '../../base/ui/Button.tsx'
import { SelectionBar } from '../../grid/SelectionBar.tsx'
import { SizeSlider } from '../../grid/SizeSlider.tsx'

/** Progress of the task that assesses or plans this actor, in place of its button. */
function Working({ taskId }: { readonly taskId: string }) {
  const task = useRuns((state) => state.tasks.get(taskId))
  const label = task?.kind === 'assess' ? strings.gallery.assessing : strings.plan.working
  return (
    <div className="header-working" role="status">
      <div>
        <span className="num ellipsis">{task?.phase ?? label}</span>
        <Progress done={task?.done ?? 0} total={task?.total ?? 0} label={label} />
      </div>
      <IconButton label={strings.cancel} onClick={() => void cancelTask(taskId)}>
        <X size={15} />
      </IconButton>
    </div>
  )
}

const PAGE_TITLES = { 'all-actors': strings.allActors.title, search: strings.search.title } as const

/** Returns to the list from which the actor was opened. */
function BackButton() {
  const back = useView((state) => state.back)
  if (back === null || back === 'gallery') return null
  return (
    <IconButton className="header-back" label={strings.gallery.backTo(PAGE_TITLES[back])} onClick={goBack}>
      <ArrowLeft size={17} />
    </IconButton>
  )
}

interface ActorHeaderProps {
  readonly actor: ActorView
  readonly plan: PlanView | null
  /** True when a notice below already offers to assess the images. */
  readonly asked: boolean
}

function Actions({ actor, plan, asked }: ActorHeaderProps) {
  const missing = useLibrary((state) => state.library?.missing ?? false)
  const joined = useLibrary(isJoined)
  const taskId = usePlans((state) => state.making.get(actor.actorId) ?? state.making.get(ALL))
  if (taskId !== undefined) return <Working taskId={taskId} />
  const balance = () => void makePlans([actor.actorId])
  const surplus = actor.surplus
  const known = isGapKnown(actor)
  if (actor.state === 'balanced' && surplus === 0 && !plan) {
    return (
      <span className="header-balanced">
        <CircleCheck size={16} aria-hidden /> {strings.plan.balanced}
      </span>
    )
  }
  return (
    <>
      {actor.unassessed > 0 && !asked && (
        <Button
          className="header-terse"
          title={strings.gallery.assessText(actor.unassessed)}
          disabled={missing}
          icon={<ScanEye size={15} aria-hidden />}
          onClick={() => void assess([actor.actorId])}
        >
          {strings.gallery.assess}
        </Button>
      )}
      <Button
        variant={plan || asked || !known ? 'plain' : 'primary'}
        title={joined ? strings.plan.inFleet : undefined}
        disabled={missing || actor.state === 'running'}
        onClick={balance}
        aside={plan || !known ? undefined : strings.actors.gapShort(actor.deficit, actor.extra)}
      >
        {plan ? strings.plan.again : strings.plan.balance}
      </Button>
    </>
  )
}

export function ActorHeader({ actor, plan, asked }: ActorHeaderProps) {
  return (
    <header className="actor-header">
      <BackButton />
      <Face url={actor.baseThumbUrl} size={46} label={strings.actors.base(actor.actorId)} />
      <div className="actor-title">
        <h1 className="ellipsis selectable" dir="auto" title={actor.actorId}>
          {actor.actorId}
        </h1>
        <p className="num soft ellipsis" title={subtitle(actor)}>
          {subtitle(actor)}
          {actor.baseUrl === null && !actor.toCome && (
            <span className="no-base" title={strings.actors.noBase}>
              {' · '}
              <ImageOff size={12} aria-hidden /> {strings.actors.noBaseShort}
            </span>
          )}
        </p>
      </div>
      <SelectionBar />
      <SizeSlider />
      <div className="header-actions">
        <IconButton
          className="header-icon"
          label={strings.targets.command}
          onClick={() => openPanel('targets', [actor.actorId])}
        >
          <Target size={17} />
        </IconButton>
        {actor.images > actor.unassessed && (
          <IconButton
            className="header-icon"
            label={strings.duplicates.command.actor}
            onClick={() => void showDuplicates([actor.actorId], actor.actorId)}
          >
            <CopyCheck size={17} />
          </IconButton>
        )}
        {actor.images > 0 && (
          <Button
            className="header-terse"
            icon={<GalleryHorizontalEnd size={15} aria-hidden />}
            title={strings.culling.startTitle}
            onClick={() => void cullActor(actor.actorId)}
          >
            {strings.culling.start}
          </Button>
        )}
        <Actions actor={actor} plan={plan} asked={asked} />
        {actor.images > actor.unassessed && (
          <Button icon={<GraduationCap size={15} aria-hidden />} onClick={() => openPanel('prepare')}>
            {strings.prepare.step}
          </Button>
        )}
      </div>
    </header>
  )
}

import { ArrowLeft, ArrowRight, Check, CheckCheck, Columns2, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { answerGroup, undoAnswer } from '../../model/compare/answers.ts'
import { startComparing, MOST } from '../../model/compare/compare-store.ts'
import { goToGroup, shownGroups, useDuplicates } from '../../model/compare/duplicates-store.ts'
import { bestOf, type Group, keyOf, losersOf } from '../../model/compare/groups.ts'
import { Member } from './Member.tsx'

const text = strings.duplicates

interface ActionProps {
  readonly keyName: string
  readonly icon: ReactNode
  readonly onRun: () => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

const Action = ({ keyName, icon, onRun, disabled, children }: ActionProps) => (
  <button type="button" className="word" aria-keyshortcuts={keyName} disabled={disabled} onClick={onRun}>
    {icon}
    <span className="ellipsis">{children}</span>
    <Kbd>{keyName}</Kbd>
  </button>
)

function Said({ group, best }: { readonly group: Group; readonly best: string }) {
  const answer = useDuplicates((state) => state.answers.get(keyOf(group)))
  const losers = losersOf(group, best).length
  const spared = group.imageIds.length - 1 - losers
  return (
    <p className="group-said" aria-live="polite">
      {answer && (
        <b>
          <Check size={14} aria-hidden /> {text.done[answer]}
        </b>
      )}
      {answer !== 'all' && losers > 0 && <span>{text.losers(losers, answer !== undefined)}</span>}
      {answer !== 'all' && spared > 0 && <span>{text.spared(spared)}</span>}
    </p>
  )
}

/** One group: its images side by side, the one to keep with the reason, and the keys. */
export function GroupDesk({ group }: { readonly group: Group }) {
  const state = useDuplicates()
  const groups = shownGroups(state)
  const best = bestOf(group, state.picks)
  const images = group.imageIds.flatMap((imageId) => state.details.get(imageId) ?? [])
  const answered = state.answers.get(keyOf(group))
  const fateOf = (imageId: string) =>
    imageId === best ? 'best' : answered === 'all' || group.keptIds.includes(imageId) ? 'kept' : 'goes'
  const why =
    state.picks.has(keyOf(group)) && best !== group.imageIds[0]
      ? text.yours
      : group.why.map((reason) => text.why[reason]).join(', ')
  return (
    <section className="group-desk" aria-label={text.of(state.at + 1, groups.length)}>
      <p className="group-title num">
        <b>{text.of(state.at + 1, groups.length)}</b>
        <span className="selectable">{group.actorId}</span>
        <span className="soft">
          {text.kinds[group.kind]}: {text.kindHint[group.kind]}
        </span>
      </p>
      <ul
        className="members"
        data-answered={answered}
        style={{ gridTemplateColumns: `repeat(${Math.min(images.length, 5)}, minmax(0, 1fr))` }}
      >
        {images.map((image) => (
          <Member
            key={image.imageId}
            image={image}
            all={images}
            place={group.imageIds.indexOf(image.imageId) + 1}
            fate={fateOf(image.imageId)}
            decided={answered !== undefined}
            why={why}
          />
        ))}
      </ul>
      <Said group={group} best={best} />
      <div className="word-bar" role="toolbar" aria-label={text.title}>
        <Action
          keyName="K"
          icon={<ArrowLeft size={15} aria-hidden />}
          disabled={state.at === 0}
          onRun={() => goToGroup(state.at - 1)}
        >
          {text.previous}
        </Action>
        <div className="word-group">
          <Action
            keyName="Enter"
            icon={<Check size={15} aria-hidden />}
            disabled={answered !== undefined}
            onRun={() => answerGroup('best')}
          >
            {text.keepBestShort}
          </Action>
          <Action
            keyName="A"
            icon={<CheckCheck size={15} aria-hidden />}
            disabled={answered !== undefined}
            onRun={() => answerGroup('all')}
          >
            {text.keepAllShort}
          </Action>
          <Action
            keyName="C"
            icon={<Columns2 size={15} aria-hidden />}
            onRun={() => void startComparing(group.imageIds.slice(0, MOST))}
          >
            {text.compare}
          </Action>
          <Action
            keyName="Z"
            icon={<Undo2 size={15} aria-hidden />}
            disabled={state.answers.size === 0}
            onRun={undoAnswer}
          >
            {text.undo}
          </Action>
        </div>
        <Action
          keyName="J"
          icon={<ArrowRight size={15} aria-hidden />}
          disabled={state.at >= groups.length - 1}
          onRun={() => goToGroup(state.at + 1)}
        >
          {text.next}
        </Action>
      </div>
    </section>
  )
}

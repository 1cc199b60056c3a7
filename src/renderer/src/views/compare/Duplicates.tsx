import { CheckCheck, CircleCheck, CopyCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useActors } from '../../model/library/actors-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Progress } from '../../base/ui/Bits.tsx'
import { Button, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { answerAll } from '../../model/compare/answers.ts'
import {
  currentGroup,
  leaveDuplicates,
  showKind,
  shownGroups,
  useDuplicates,
} from '../../model/compare/duplicates-store.ts'
import { StageHead } from '../stage/StageHead.tsx'
import { GroupDesk } from './GroupDesk.tsx'
import { keyOf, type Kind, ofKind } from '../../model/compare/groups.ts'
import './compare.css'
import './duplicates.css'

const text = strings.duplicates

function Kinds() {
  const groups = useDuplicates((state) => state.groups)
  const kind = useDuplicates((state) => state.kind)
  const option = (each: Kind) => `${text.kinds[each]} ${count(ofKind(groups, each).length)}`
  const options = { all: option('all'), copies: option('copies'), variants: option('variants') }
  return <Segmented label={text.kindsLabel} value={kind} options={options} onChange={showKind} />
}

function Head() {
  const state = useDuplicates()
  const groups = shownGroups(state)
  const open = groups.filter((group) => !state.answers.has(keyOf(group))).length
  return (
    <StageHead back={text.back} onBack={leaveDuplicates}>
      <h1 className="ellipsis">{text.label(state.label)}</h1>
      <div className="duplicates-kinds">{state.groups.length > 0 && <Kinds />}</div>
      {open > 0 && (
        <Button variant="primary" icon={<CopyCheck size={15} aria-hidden />} onClick={answerAll}>
          {text.keepBestOfAll(open)}
        </Button>
      )}
      <Progress done={groups.length - open} total={Math.max(1, groups.length)} label={text.title} />
    </StageHead>
  )
}

/** Steps through groups of duplicates; a key keeps the best one or all of them. */
export function Duplicates() {
  const main = useRef<HTMLElement>(null)
  const label = useDuplicates((state) => state.label)
  const ready = useDuplicates((state) => state.ready)
  const group = useDuplicates(currentGroup)
  const finished = useDuplicates((state) => state.groups.every((each) => state.answers.has(keyOf(each))))
  const unassessed = useActors((state) => [...state.byId.values()].some((actor) => actor.unassessed > 0))
  useEffect(() => main.current?.focus(), [])
  return (
    <main ref={main} className="duplicates" tabIndex={-1} aria-label={text.label(label)} aria-busy={!ready}>
      <Head />
      {ready && group && <GroupDesk group={group} />}
      {ready && !group && (
        <Empty
          icon={finished ? <CircleCheck size={32} /> : <CheckCheck size={32} />}
          title={text.none}
          text={unassessed ? `${text.noneText} ${text.unassessed}` : text.noneText}
        >
          <Button variant="primary" onClick={leaveDuplicates}>
            {text.toGallery} <Kbd>Esc</Kbd>
          </Button>
        </Empty>
      )}
    </main>
  )
}

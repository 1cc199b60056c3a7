import { Eye, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { strings } from '../../base/strings/index.ts'
import { Progress } from '../../base/ui/Bits.tsx'
import { Button, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { currentImage, useCulling } from '../../model/culling/culling-store.ts'
import { takeBack } from '../../model/culling/deciding.ts'
import { StageHead } from '../stage/StageHead.tsx'
import { Desk } from './Desk.tsx'
import { left, lengthOf, wordsOf } from '../../model/culling/queue.ts'
import { leaveCulling, showDecided } from '../../model/culling/start.ts'
import { Summary } from './Summary.tsx'
import './culling.css'

const text = strings.culling

function Head() {
  const state = useCulling()
  const total = lengthOf(state)
  const remaining = left(state)
  const before = state.imageIds.length - state.open
  return (
    <StageHead back={text.back} onBack={leaveCulling}>
      <h1 className="ellipsis selectable">{state.label}</h1>
      <span className="culling-name ellipsis selectable">{currentImage(state)?.filename}</span>
      <span className="culling-left num" data-none={remaining === 0 || undefined}>
        {state.ready ? text.left(remaining) : text.preparing}
      </span>
      <div className="culling-switches">
        {before > 0 && (
          <Button
            size="s"
            variant={state.withDecided ? 'plain' : 'quiet'}
            icon={<Eye size={14} aria-hidden />}
            aria-pressed={state.withDecided}
            title={text.showDecided}
            onClick={() => showDecided(!state.withDecided)}
          >
            {text.decidedBefore(before)}
          </Button>
        )}
        <Button
          size="s"
          variant="quiet"
          icon={<Undo2 size={14} aria-hidden />}
          disabled={state.decisions.length === 0}
          onClick={takeBack}
        >
          {strings.undo} <Kbd>Z</Kbd>
        </Button>
      </div>
      <Progress
        done={total - remaining}
        total={Math.max(1, total)}
        label={`${text.progress}: ${count(total - remaining)}`}
      />
    </StageHead>
  )
}

/** Reviews images one by one, large, with the facts beside them; each decision is one key and moves on. */
export function Culling() {
  const main = useRef<HTMLElement>(null)
  const label = useCulling((state) => state.label)
  const ready = useCulling((state) => state.ready)
  const atEnd = useCulling((state) => state.at >= lengthOf(state))
  const decisions = useCulling((state) => state.decisions)
  const words = useMemo(() => wordsOf(decisions), [decisions])
  useEffect(() => main.current?.focus(), [])
  return (
    <main ref={main} className="culling" tabIndex={-1} aria-label={text.label(label)} aria-busy={!ready}>
      <Head />
      {ready && (atEnd ? <Summary words={words} /> : <Desk words={words} />)}
    </main>
  )
}

import { CircleCheck, RotateCcw, Undo2 } from 'lucide-react'
import { type Lane, LANES } from '../../model/images/image.ts'
import { strings } from '../../base/strings/index.ts'
import { Button, Kbd } from '../../base/ui/Button.tsx'
import { count } from '../../base/strings/format.ts'
import { useCulling } from '../../model/culling/culling-store.ts'
import { goTo, takeAllBack } from '../../model/culling/deciding.ts'
import { flagsOf, left, lengthOf, nextOpen, tally } from '../../model/culling/queue.ts'
import { leaveCulling, showDecided } from '../../model/culling/start.ts'

const text = strings.culling.done

function title(words: number, remaining: number, decidedBefore: number): string {
  if (words > 0) return remaining === 0 ? text.all : text.some(words)
  if (remaining > 0) return text.none
  return decidedBefore > 0 ? text.nothingOpen : text.empty
}

/** End of the queue: a summary of the decisions, and what to do next. */
export function Summary({ words }: { readonly words: ReadonlyMap<string, Lane> }) {
  const state = useCulling()
  const remaining = left(state)
  const before = state.imageIds.length - state.open
  const counts = tally(words)
  const flags = [...flagsOf(state.decisions).values()].filter(Boolean).length
  const nothingOpen = words.size === 0 && lengthOf(state) === 0 && before > 0
  return (
    <section className="culling-done" aria-labelledby="culling-done">
      <CircleCheck size={34} aria-hidden />
      <h2 id="culling-done">{title(words.size, remaining, before)}</h2>
      {words.size > 0 && <p className="soft">{text.sticks}</p>}
      {nothingOpen && <p className="soft">{text.nothingOpenText(before)}</p>}
      {words.size + flags > 0 && (
        <dl className="culling-tally num">
          {LANES.filter((lane) => counts.has(lane)).map((lane) => (
            <div key={lane} data-style={lane}>
              <dt>{strings.culling.decisions[lane]}</dt>
              <dd>{count(counts.get(lane) ?? 0)}</dd>
            </div>
          ))}
          {flags > 0 && (
            <div>
              <dt>{strings.culling.flagged}</dt>
              <dd>{count(flags)}</dd>
            </div>
          )}
        </dl>
      )}
      {remaining > 0 && <p className="soft num">{text.skipped(remaining)}</p>}
      <div className="culling-ways">
        {state.decisions.length > 0 && (
          <Button variant="quiet" icon={<Undo2 size={15} aria-hidden />} onClick={takeAllBack}>
            {text.takeAllBack}
          </Button>
        )}
        {remaining > 0 && (
          <Button icon={<RotateCcw size={15} aria-hidden />} onClick={() => goTo(nextOpen(state, words, -1))}>
            {text.again}
          </Button>
        )}
        {nothingOpen && <Button onClick={() => showDecided(true)}>{text.goThrough}</Button>}
        <Button variant="primary" onClick={leaveCulling}>
          {text.toGallery} <Kbd>Esc</Kbd>
        </Button>
      </div>
    </section>
  )
}

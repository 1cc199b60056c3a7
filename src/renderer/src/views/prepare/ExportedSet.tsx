import { CircleAlert, CircleCheck, Copy } from 'lucide-react'
import type { TrainingSetView } from '../../../../main/contract/training.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { notify } from '../../base/ui/notify.ts'

const text = strings.prepare.export
const { lanes } = strings
const nameOf = (style: string): string => new Map<string, string>(Object.entries(lanes)).get(style) ?? style

/** One exported actor: whether the trainer will take it, its mix, and how to start. */
export function ExportedSet({ set }: { readonly set: TrainingSetView }) {
  const { actorId, folder, images, subsets, command, notes, problem } = set
  const copy = async () => {
    await navigator.clipboard.writeText(command)
    notify('info', text.copied)
  }
  return (
    <section className="exported" data-failed={problem !== null || undefined}>
      <h3>
        {problem === null ? <CircleCheck size={16} aria-hidden /> : <CircleAlert size={16} aria-hidden />} {actorId}
      </h3>
      {problem !== null && <p role="alert">{problem}</p>}
      {folder !== null && <p className="soft selectable">{text.done(images, folder)}</p>}
      {subsets.length > 0 && (
        <table className="num">
          <thead>
            <tr>
              <th>{text.style}</th>
              <th>{text.images}</th>
              <th>{text.repeats}</th>
              <th>{text.seen}</th>
            </tr>
          </thead>
          <tbody>
            {subsets.map((subset) => (
              <tr key={subset.style} data-style={subset.style}>
                <td>{nameOf(subset.style)}</td>
                <td>{subset.images}</td>
                <td>{subset.repeats}</td>
                <td>{Math.round(subset.exposure * 100)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {command !== '' && (
        <>
          <h4>{text.start}</h4>
          <pre className="selectable">{command}</pre>
          <Button size="s" icon={<Copy size={14} />} onClick={() => void copy()}>
            {text.copy}
          </Button>
        </>
      )}
      {notes.length > 0 && (
        <details>
          <summary>{text.notes(notes.length)}</summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

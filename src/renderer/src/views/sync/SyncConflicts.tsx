import type { ResolutionView, SyncView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { bytes, when } from '../../base/strings/format.ts'

type Choices = Readonly<Record<string, ResolutionView>>
type Conflict = SyncView['conflicts'][number]

interface SyncConflictsProps {
  readonly conflicts: readonly Conflict[]
  /** Number of conflicts that are not listed. */
  readonly more: number
  readonly choices: Choices
  readonly onChoose: (choices: Choices) => void
}

const RESOLUTIONS: readonly ResolutionView[] = ['mine', 'theirs', 'both']
const isResolution = (value: string): value is ResolutionView => RESOLUTIONS.some((one) => one === value)

/** Files that differ on both sides; each is left alone until the user chooses a version. */
export function SyncConflicts({ conflicts, more, choices, onChoose }: SyncConflictsProps) {
  const { sync } = strings
  const open = conflicts.filter(({ there }) => there !== null)
  const first = choices[open[0]?.conflictId ?? '']
  const same = open.every(({ conflictId }) => choices[conflictId] === first)
  const chooseAll = (value: string) =>
    onChoose(isResolution(value) ? Object.fromEntries(open.map(({ conflictId }) => [conflictId, value])) : {})
  const choose = (conflictId: string, value: string) => {
    const { [conflictId]: _, ...rest } = choices
    onChoose(isResolution(value) ? { ...rest, [conflictId]: value } : rest)
  }
  return (
    <section className="sync-conflicts" aria-label={sync.conflicts(conflicts.length + more)}>
      {open.length > 1 && (
        <div className="sync-conflict soft">
          <span>{sync.forAll}</span>
          <Choice label={sync.forAll} value={same ? (first ?? '') : 'mixed'} onChange={chooseAll} />
        </div>
      )}
      <ul>
        {conflicts.map((conflict) => (
          <li key={conflict.conflictId} className="sync-conflict">
            <div>
              <b className="ellipsis">{conflict.file}</b>
              <Sides conflict={conflict} />
            </div>
            {conflict.there !== null && (
              <Choice
                label={sync.whose(conflict.file)}
                value={choices[conflict.conflictId] ?? ''}
                onChange={(value) => choose(conflict.conflictId, value)}
              />
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft">{sync.moreConflicts(more)}</p>}
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Choice({ label, value, onChange }: ChoiceProps) {
  const { sync } = strings
  return (
    <select
      className="text-field sync-choice"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {value === 'mixed' && <option value="mixed">{sync.mixed}</option>}
      <option value="">{sync.leave}</option>
      {RESOLUTIONS.map((resolution) => (
        <option key={resolution} value={resolution}>
          {sync.resolutions[resolution]}
        </option>
      ))}
    </select>
  )
}

function Sides({ conflict: { why, here, there, newer } }: { readonly conflict: Conflict }) {
  const { sync } = strings
  if (there === null) return <small>{why}</small>
  const side = (version: Conflict['here'], isNewer: boolean) =>
    version === null ? sync.sideGone : sync.side(bytes(version.bytes), when(version.modifiedAt), isNewer)
  return (
    <dl className="num">
      <dt>{sync.mine}</dt>
      <dd>{side(here, newer === 'here')}</dd>
      <dt>{sync.theirs}</dt>
      <dd>{side(there, newer === 'there')}</dd>
    </dl>
  )
}

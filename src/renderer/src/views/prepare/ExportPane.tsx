import { useEffect, useState } from 'react'
import type { TrainingSetView } from '../../../../main/contract/training.ts'
import { TRAINERS, type TrainerName } from '../../../../main/domain/training/trainer.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { RESOLUTIONS } from '../../model/crop/crop-store.ts'
import { Buckets } from './Buckets.tsx'
import { ExportedSet } from './ExportedSet.tsx'

const text = strings.prepare.export
const { buckets } = strings
const BATCH_SIZES = [1, 2, 3, 4, 6, 8] as const

interface ChoiceProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly of: readonly number[]
  readonly onChoose: (value: number) => void
}

const Choice = ({ label, unit, value, of, onChoose }: ChoiceProps) => (
  <label className="export-field">
    {label}
    <select className="export-select" value={value} onChange={({ target }) => onChoose(Number(target.value))}>
      {of.map((each) => (
        <option key={each} value={each}>
          {each}
          {unit}
        </option>
      ))}
    </select>
  </label>
)

/** Who is to be trained with, and what came of it: the folder, the mix, and the command that starts the training. */
export function ExportPane({ actorIds }: { readonly actorIds: readonly string[] }) {
  const [trainer, setTrainer] = useState<TrainerName>('kohya')
  const [trigger, setTrigger] = useState('')
  const [masks, setMasks] = useState(false)
  const [resolution, setResolution] = useState(1024)
  const [batchSize, setBatchSize] = useState(1)
  const [folder, setFolder] = useState('')
  const [working, setWorking] = useState(false)
  const [sets, setSets] = useState<readonly TrainingSetView[] | null>(null)
  const key = actorIds.join('\n')
  useEffect(() => {
    let current = true
    void outcome(api.training.folder({ actorIds: key.split('\n'), trainer })).then(
      (answer) => current && answer.ok && setFolder(answer.value.folder),
    )
    return () => {
      current = false
    }
  }, [key, trainer])
  const go = async () => {
    setWorking(true)
    const word = trigger.trim()
    const answer = await attempt(() =>
      api.training.export({
        actorIds: [...actorIds],
        trainer,
        masks,
        resolution,
        batchSize,
        ...(word && { trigger: word }),
      }),
    )
    setWorking(false)
    if (answer.ok) setSets(answer.value)
  }
  return (
    <div className="export-pane">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <fieldset className="trainers">
          <legend>{text.trainer}</legend>
          {TRAINERS.map((name) => (
            <label key={name}>
              <input type="radio" name="trainer" checked={trainer === name} onChange={() => setTrainer(name)} />
              <span>{text.titles[name]}</span>
            </label>
          ))}
        </fieldset>
        <label className="export-field">
          {text.trigger}
          <input
            className="text-field"
            value={trigger}
            placeholder={text.triggerHint}
            onChange={(event) => setTrigger(event.target.value)}
          />
        </label>
        <div className="export-sizes num">
          <Choice label={buckets.resolution} unit=" px" value={resolution} of={RESOLUTIONS} onChoose={setResolution} />
          <Choice label={buckets.batch} unit="" value={batchSize} of={BATCH_SIZES} onChoose={setBatchSize} />
        </div>
        <label className="caption-check">
          <input type="checkbox" checked={masks} onChange={(event) => setMasks(event.target.checked)} />
          {text.masks}
        </label>
        <p className="soft selectable">{folder && text.goesTo(folder)}</p>
        <Button variant="primary" type="submit" disabled={working}>
          {working ? text.working : text.go(actorIds.length)}
        </Button>
      </form>
      <div className="export-beside">
        <div className="export-results" role="status">
          {sets?.map((set) => (
            <ExportedSet key={set.actorId} set={set} />
          ))}
        </div>
        {actorIds.length === 1 && (
          <Buckets
            key={`${key} ${trainer} ${resolution} ${batchSize}`}
            actorId={key}
            trainer={trainer}
            resolution={resolution}
            batchSize={batchSize}
          />
        )}
      </div>
    </div>
  )
}

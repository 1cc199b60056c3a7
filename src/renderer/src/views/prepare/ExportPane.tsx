import { useEffect, useState } from 'react'
import type { TrainingRequest, TrainingSetView } from '../../../../main/contract/training.ts'
import { modelFor, type TrainerName, usualResolution } from '../../../../main/domain/training/trainer.ts'
import { CUTTING_TRAINERS } from '../../../../main/domain/bucket/trainer-cut.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { notify } from '../../base/ui/notify.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { setBaseModel, setResolution, setTrainer, useCrop } from '../../model/crop/crop-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { isTraining, useRuns } from '../../model/work/runs-store.ts'
import { Buckets } from './Buckets.tsx'
import { ExportedSet } from './ExportedSet.tsx'
import { type ExportChoice, ExportForm } from './ExportForm.tsx'
import { Versions } from './Versions.tsx'

const text = strings.prepare.export

interface Exported {
  readonly trainer: TrainerName
  readonly sets: readonly TrainingSetView[]
}

/** Export options and result: the folder, the mix, and the command that starts the training. */
export function ExportPane({ actorIds }: { readonly actorIds: readonly string[] }) {
  const [choice, setChoice] = useState<ExportChoice>({
    trainer: useCrop.getState().trainer,
    baseModel: useCrop.getState().baseModel,
    resolution: useCrop.getState().resolution,
    batchSize: 1,
    to: 'folder',
  })
  const { trainer, resolution, batchSize } = choice
  const model = modelFor(trainer, choice.baseModel)
  const choose = (next: ExportChoice) => {
    const cutting = CUTTING_TRAINERS.find((each) => each === next.trainer)
    if (cutting) setTrainer(cutting)
    const usual = usualResolution(modelFor(next.trainer, next.baseModel))
    const side = usual === usualResolution(model) ? next.resolution : usual
    if (next.baseModel !== choice.baseModel) setBaseModel(next.baseModel)
    setResolution(side)
    setChoice({ ...next, resolution: side })
  }
  const [version, setVersion] = useState('')
  const [places, setPlaces] = useState<Readonly<Record<TrainingRequest['to'], string | null>>>({
    folder: '',
    store: '',
  })
  const store = useLibrary((state) => state.settings?.values.store)
  const [working, setWorking] = useState(false)
  const [exported, setExported] = useState<Exported | null>(null)
  const [count, setCount] = useState(0)
  const [view, setView] = useState<keyof typeof text.views>('sees')
  const training = useRuns((state) => [...state.tasks.values()].filter(isTraining).length)
  const key = actorIds.join('\n')
  const named = version.trim()
  useEffect(() => {
    let current = true
    const request = { actorIds: key.split('\n'), trainer, ...(named && { version: named }) }
    void outcome(api.training.folder(request)).then((answer) => current && answer.ok && setPlaces(answer.value))
    return () => {
      current = false
    }
  }, [key, trainer, named, count, store])
  const go = async (request: TrainingRequest) => {
    setWorking(true)
    const answer = await attempt(() => api.training.export(request))
    setWorking(false)
    if (!answer.ok) {
      if (answer.problem.code === 'CANCELLED') notify('info', answer.problem.message)
      return
    }
    setExported({ trainer: request.trainer, sets: answer.value })
    setCount(count + 1)
  }
  return (
    <div className="export-pane">
      <ExportForm
        actorIds={actorIds}
        choice={choice}
        place={places[choice.to]}
        working={working}
        version={version}
        onVersion={setVersion}
        onChoose={choose}
        onExport={(request) => void go(request)}
      />
      <div className="export-beside">
        <div className="export-results" role="status">
          {exported?.sets.map((set) => (
            // The bucket view below already shows the mix.
            <ExportedSet
              key={`${set.actorId} ${count}`}
              set={set}
              trainer={exported.trainer}
              withMix={actorIds.length > 1 || view !== 'sees'}
            />
          ))}
        </div>
        {actorIds.length === 1 && (
          <>
            <Segmented label={text.view} value={view} options={text.views} onChange={setView} />
            {view === 'versions' ? (
              <Versions key={`${key} ${count} ${training}`} actorId={key} />
            ) : (
              <Buckets
                key={`${key} ${trainer} ${model} ${resolution} ${batchSize}`}
                actorId={key}
                trainer={trainer}
                baseModel={model}
                resolution={resolution}
                batchSize={batchSize}
              />
            )}
          </>
        )}
      </div>
    </div>
  )
}

import { useState } from 'react'
import {
  type BaseModel,
  KNOWS_MASKS,
  KNOWS_REGULARISATION,
  modelFor,
  MODELS_OF,
  type TrainerName,
  TRAINERS,
} from '../../../../main/domain/training/trainer.ts'
import type { TrainingRequest } from '../../../../main/contract/training.ts'
import type { FolderView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Select, type SelectProps } from '../../base/ui/Select.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { RESOLUTIONS } from '../../model/crop/crop-store.ts'
import { openPanel } from '../../model/window/view-store.ts'
import { ExportProgress } from './ExportProgress.tsx'
import { Regularisation } from './Regularisation.tsx'

const text = strings.prepare.export
const { buckets } = strings
const BATCH_SIZES = [1, 2, 3, 4, 6, 8] as const

/** Options of an export. */
export interface ExportChoice {
  readonly trainer: TrainerName
  /** The last chosen base model; a trainer that does not support it uses its own default. */
  readonly baseModel: BaseModel
  readonly resolution: number
  readonly batchSize: number
  readonly to: TrainingRequest['to']
}

const Choice = <T extends string | number>({ label, ...select }: SelectProps<T> & { readonly label: string }) => (
  <label className="export-field">
    {label}
    <Select className="export-select" {...select} />
  </label>
)

interface WordProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}

const WordField = ({ label, hint, value, onChange }: WordProps) => (
  <label className="export-field">
    {label}
    <input
      className="text-field"
      value={value}
      maxLength={80}
      placeholder={hint}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
)

interface ExportFormProps {
  readonly actorIds: readonly string[]
  readonly choice: ExportChoice
  /** Destination in the store; null without a store. */
  readonly place: string | null
  readonly working: boolean
  readonly version: string
  readonly onVersion: (version: string) => void
  readonly onChoose: (choice: ExportChoice) => void
  readonly onExport: (request: TrainingRequest) => void
}

/** Form of an export: trainer, trigger word, sizes and masks. */
export function ExportForm(props: ExportFormProps) {
  const { actorIds, choice, place, working, version, onVersion, onChoose, onExport } = props
  const [trigger, setTrigger] = useState('')
  const [masks, setMasks] = useState(false)
  const [regularisation, setRegularisation] = useState<FolderView | null>(null)
  const { trainer, resolution, batchSize } = choice
  const baseModel = modelFor(trainer, choice.baseModel)
  const knowsMasks = KNOWS_MASKS.includes(trainer)
  const knowsRegularisation = KNOWS_REGULARISATION.includes(trainer)
  const go = () =>
    onExport({
      actorIds: [...actorIds],
      ...choice,
      baseModel,
      masks: masks && knowsMasks,
      ...(trigger.trim() && { trigger: trigger.trim() }),
      ...(version.trim() && { version: version.trim() }),
      ...(regularisation && knowsRegularisation && { regularisationId: regularisation.folderId }),
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        go()
      }}
    >
      <fieldset className="trainers">
        <legend>{text.trainer}</legend>
        {TRAINERS.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="trainer"
              checked={trainer === name}
              onChange={() => onChoose({ ...choice, trainer: name })}
            />
            <span>{text.titles[name]}</span>
          </label>
        ))}
      </fieldset>
      {MODELS_OF[trainer].length > 1 && (
        <Choice
          label={buckets.baseModel}
          value={baseModel}
          of={MODELS_OF[trainer]}
          nameOf={(model) => buckets.models[model]}
          onChoose={(model) => onChoose({ ...choice, baseModel: model })}
        />
      )}
      <WordField label={text.trigger} hint={text.triggerHint} value={trigger} onChange={setTrigger} />
      <WordField label={text.version} hint={text.versionHint} value={version} onChange={onVersion} />
      <div className="export-sizes num">
        <Choice
          label={buckets.resolution}
          value={resolution}
          of={RESOLUTIONS}
          nameOf={(side) => `${side} px`}
          onChoose={(value) => onChoose({ ...choice, resolution: value })}
        />
        <Choice
          label={buckets.batch}
          value={batchSize}
          of={BATCH_SIZES}
          nameOf={String}
          onChoose={(value) => onChoose({ ...choice, batchSize: value })}
        />
      </div>
      {knowsMasks && (
        <label className="caption-check">
          <input type="checkbox" checked={masks} onChange={(event) => setMasks(event.target.checked)} />
          {text.masks}
        </label>
      )}
      {knowsRegularisation && <Regularisation folder={regularisation} onChange={setRegularisation} />}
      <Segmented
        label={text.to}
        value={choice.to}
        options={text.places}
        onChange={(to) => onChoose({ ...choice, to })}
      />
      {place === null ? (
        <p role="alert" className="export-no-store">
          {text.noStore}{' '}
          <Button size="s" onClick={() => openPanel('settings')}>
            {text.openSettings}
          </Button>
        </p>
      ) : (
        <p className="soft selectable">{place && text.goesTo(place)}</p>
      )}
      {working ? (
        <ExportProgress />
      ) : (
        <Button variant="primary" type="submit" disabled={place === null}>
          {text.go(actorIds.length)}
        </Button>
      )}
    </form>
  )
}

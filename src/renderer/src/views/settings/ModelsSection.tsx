import { useEffect } from 'react'
import type { ModelView } from '../../../../main/contract/models.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import {
  installFromFolder,
  installModel,
  loadModels,
  removeModel,
  stopModel,
  useModels,
} from '../../model/library/models-store.ts'
import { TextField } from './TextField.tsx'
import './models.css'

const { models: text } = strings

const stateText = ({ state, received, bytes, bytesOnDisk }: ModelView): string => {
  switch (state) {
    case 'absent':
      return text.states.absent
    case 'partial':
    case 'installing':
      return text.states[state](received, bytes)
    case 'installed':
      return text.states.installed(bytesOnDisk)
  }
}

function Actions({ model: { id, state, bytes } }: { readonly model: ModelView }) {
  const action = (label: string, run: () => Promise<void>, variant: 'plain' | 'quiet' = 'plain') => (
    <Button size="s" variant={variant} aria-label={text.label(label, text.names[id])} onClick={() => void run()}>
      {label}
    </Button>
  )
  if (state === 'installed') return action(text.remove, () => removeModel(id))
  if (state === 'installing') return action(text.stop, () => stopModel(id))
  return (
    <>
      {action(state === 'partial' ? text.resume : text.install(bytes), () => installModel(id))}
      {capabilities.pickFolder && action(text.fromFolder, () => installFromFolder(id), 'quiet')}
      {state === 'partial' && action(text.remove, () => removeModel(id), 'quiet')}
    </>
  )
}

function Model({ model }: { readonly model: ModelView }) {
  const { id, title, licence, source, bytes, received, state } = model
  return (
    <li className="model" data-model={id} data-state={state}>
      <header>
        <h4>{text.names[id]}</h4>
        <small role="status">{stateText(model)}</small>
      </header>
      <p>{text.purposes[id]}</p>
      {state === 'installing' && <progress value={received} max={bytes} aria-label={text.names[id]} />}
      <dl className="selectable">
        <div>
          <dt>{text.about(title, bytes)}</dt>
        </div>
        <div>
          <dt>{text.licence}</dt>
          <dd>{licence}</dd>
        </div>
        <div>
          <dt>{text.source}</dt>
          <dd>{source}</dd>
        </div>
      </dl>
      <footer>
        <Actions model={model} />
      </footer>
    </li>
  )
}

/** Pretrained networks: purpose, size and licence of each, shown before anything is downloaded. */
export function ModelsSection() {
  const models = useModels((state) => state.models)
  useEffect(() => void loadModels(), [])
  return (
    <section aria-label={text.title}>
      <h3>{text.title}</h3>
      <p className="models-intro">{text.intro}</p>
      <ul className="models">
        {models?.map((model) => (
          <Model key={model.id} model={model} />
        ))}
      </ul>
      <TextField
        name="modelMirror"
        label={text.mirror}
        hint={text.mirrorHint}
        // A library must never decide where program files are downloaded from.
        scope="user"
        placeholder="https://mirror.example"
        pattern="https?://[^\s/]+\S*"
        bad={text.mirrorBad}
      />
    </section>
  )
}

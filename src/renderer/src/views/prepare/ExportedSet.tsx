import { CircleAlert, CircleCheck, Copy, FolderOpen } from 'lucide-react'
import { Fragment } from 'react'
import type { TrainingSetView } from '../../../../main/contract/training.ts'
import type { TrainerName } from '../../../../main/domain/training/trainer.ts'
import { attempt } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { notify } from '../../base/ui/notify.ts'
import { MixTable } from './MixTable.tsx'
import { StartTraining } from './StartTraining.tsx'

const text = strings.prepare.export

interface ExportedSetProps {
  readonly set: TrainingSetView
  readonly trainer: TrainerName
  readonly withMix: boolean
}

/** One exported actor: whether the trainer accepts it, its mix, and how to start the training. */
export function ExportedSet({ set, trainer, withMix }: ExportedSetProps) {
  const { actorId, versionId, folder, images, subsets, command, notes, problem } = set
  const reveal = capabilities.revealExport
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
      {withMix && subsets.length > 0 && <MixTable subsets={subsets} />}
      {command !== '' && (
        <>
          <h4>{text.start}</h4>
          {trainer === 'replicate' && versionId !== null && problem === null && <StartTraining versionId={versionId} />}
          <pre className="selectable">
            {command.split(' ').map((word, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- words come more than once, and none moves
              <Fragment key={at}>
                <span>{word}</span>{' '}
              </Fragment>
            ))}
          </pre>
          <span className="export-actions">
            <Button size="s" icon={<Copy size={14} />} onClick={() => void copy()}>
              {text.copy}
            </Button>
            {reveal && versionId !== null && (
              <Button size="s" icon={<FolderOpen size={14} />} onClick={() => void attempt(() => reveal(versionId))}>
                {text.reveal}
              </Button>
            )}
          </span>
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

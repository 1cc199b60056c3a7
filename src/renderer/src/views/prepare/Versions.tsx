import { Columns2, FileArchive, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import type { ExportVersionView } from '../../../../main/contract/training.ts'
import { attempt } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { when } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { CompareVersions } from './CompareVersions.tsx'
import { StartTraining } from './StartTraining.tsx'
import './versions.css'

const text = strings.prepare.versions

async function saveZip(versionId: string): Promise<void> {
  const answer = await attempt(() => api.training.zip({ versionId }))
  if (answer.ok) await attempt(() => capabilities.saveDownload(answer.value.downloadId, answer.value.filename))
}

/** All exports of an actor; two of them can be compared. */
export function Versions({ actorId }: { readonly actorId: string }) {
  const { answer } = useAnswer(() => api.training.versions({ actorId }))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [compared, setCompared] = useState<readonly [ExportVersionView, ExportVersionView] | null>(null)
  const [training, setTraining] = useState<string | null>(null)
  if (answer === null) return null
  if (!answer.ok) return <p role="alert">{answer.problem.message}</p>
  const versions = answer.value
  if (versions.length === 0) return <p className="soft">{text.none}</p>
  if (compared) return <CompareVersions before={compared[0]} after={compared[1]} onBack={() => setCompared(null)} />
  const choose = (versionId: string, on: boolean) =>
    setChosen(on ? [...chosen, versionId].slice(-2) : chosen.filter((each) => each !== versionId))
  const compare = () => {
    // The list is newest first, and the later version is shown on the right.
    const [after, before] = versions.filter(({ versionId }) => chosen.includes(versionId))
    if (before && after) setCompared([before, after])
  }
  const reveal = capabilities.revealExport
  return (
    <section className="versions" aria-label={text.title}>
      <header>
        <h3>{text.title}</h3>
        <span className="soft">{chosen.length === 2 ? '' : text.hint}</span>
        <Button size="s" icon={<Columns2 size={14} />} disabled={chosen.length !== 2} onClick={compare}>
          {text.compare}
        </Button>
      </header>
      <ul>
        {versions.map((version) => {
          const { versionId, name, trainer, images, exportedAt, training: started } = version
          return (
            <li key={versionId}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(versionId)}
                  onChange={({ target }) => choose(versionId, target.checked)}
                />
                <strong className="ellipsis">{name}</strong>
              </label>
              <span>{strings.prepare.export.titles[trainer]}</span>
              <span className="soft num">{text.facts(images, when(exportedAt))}</span>
              <span className="export-actions version-actions">
                {trainer === 'replicate' && (
                  <Button
                    size="s"
                    variant="quiet"
                    onClick={() => setTraining(training === versionId ? null : versionId)}
                  >
                    {text.train}
                  </Button>
                )}
                <Button
                  size="s"
                  variant="quiet"
                  icon={<FileArchive size={14} />}
                  onClick={() => void saveZip(versionId)}
                >
                  {text.zip}
                </Button>
                {reveal && (
                  <Button
                    size="s"
                    variant="quiet"
                    icon={<FolderOpen size={14} />}
                    onClick={() => void attempt(() => reveal(versionId))}
                  >
                    {strings.prepare.export.reveal}
                  </Button>
                )}
              </span>
              {started && <p className="soft selectable">{strings.prepare.training.state(started)}</p>}
              {training === versionId && <StartTraining versionId={versionId} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

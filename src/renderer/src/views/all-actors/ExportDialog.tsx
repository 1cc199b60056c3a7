import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DownloadRequest, DownloadView } from '../../../../main/contract/downloads.ts'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { attempt, type Outcome, outcome } from '../../base/host/attempt.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { notify } from '../../base/ui/notify.ts'
import { shownColumns, useAllActors } from '../../model/all-actors/all-actors-store.ts'
import { useActorSelection } from '../../model/all-actors/selection-store.ts'

const text = strings.allActors.exports

const KINDS = ['csv', 'report', 'summary'] as const
type Kind = (typeof KINDS)[number]
const WORDS: Readonly<Record<Kind, readonly [title: string, words: string]>> = {
  csv: [text.csv, text.csvText],
  report: [text.report, text.reportText],
  summary: [text.summary, text.summaryText],
}

function requestOf(kind: Kind, scope: readonly string[]): DownloadRequest {
  const actorIds = [...scope]
  return kind === 'csv'
    ? { kind: 'csv', actorIds, columns: [...shownColumns(useAllActors.getState().hidden)] }
    : { kind: 'report', actorIds, images: kind === 'report' }
}

/** Asks the core for the file as it would be now: name, content and size. */
function usePrepared(kind: Kind, scope: readonly string[]): Outcome<DownloadView> | null {
  const [prepared, setPrepared] = useState<{ readonly kind: Kind; readonly answer: Outcome<DownloadView> } | null>(null)
  useEffect(() => {
    let current = true
    void outcome(api.downloads.prepare(requestOf(kind, scope))).then(
      (answer) => current && setPrepared({ kind, answer }),
    )
    return () => {
      current = false
    }
  }, [kind, scope])
  return prepared?.kind === kind ? prepared.answer : null
}

function Size({ prepared }: { readonly prepared: Outcome<DownloadView> | null }) {
  if (prepared === null) return <p className="soft">{text.weighing}</p>
  if (!prepared.ok) return <p role="alert">{prepared.problem.message}</p>
  const { images, bytes, leftOut } = prepared.value
  return (
    <p className="soft num">
      {text.size(images, bytes)}
      {leftOut > 0 && <> · {text.leftOut(leftOut)}</>}
    </p>
  )
}

const NOBODY: readonly string[] = []

/** Exports the view as a table for spreadsheets or as a report. */
export function ExportDialog() {
  const scope = useView((state) => state.panelScope) ?? NOBODY
  const selected = useActorSelection((state) => state.selected.size > 0)
  const [kind, setKind] = useState<Kind>('csv')
  const [saving, setSaving] = useState(false)
  const prepared = usePrepared(kind, scope)
  const save = async ({ downloadId, filename }: DownloadView) => {
    setSaving(true)
    const saved = await attempt(() => capabilities.saveDownload(downloadId, filename))
    setSaving(false)
    if (!saved.ok || !saved.value) return
    closePanel()
    notify('info', text.saved(filename))
  }
  return (
    <Dialog
      title={text.title}
      intro={text.intro(scope.length, selected)}
      onClose={closePanel}
      footer={
        <>
          <span className="grow" role="status">
            <Size prepared={prepared} />
          </span>
          <Button
            variant="primary"
            icon={<Download size={15} />}
            disabled={saving || !prepared?.ok}
            onClick={() => prepared?.ok && void save(prepared.value)}
          >
            {text.go}
          </Button>
        </>
      }
    >
      <fieldset className="export-kinds">
        <legend className="visually-hidden">{text.kind}</legend>
        {KINDS.map((each) => (
          <label key={each}>
            <input type="radio" name="export-kind" checked={kind === each} onChange={() => setKind(each)} />
            {WORDS[each][0]}
            <span className="soft">{WORDS[each][1]}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  )
}

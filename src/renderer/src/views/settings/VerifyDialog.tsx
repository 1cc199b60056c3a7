import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty, Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { useAnswer } from '../../base/host/use-answer.ts'
import './settings.css'

/** What does not agree between manifests, files, mix and store. */
export function VerifyDialog() {
  const { verify } = strings
  const { answer, again } = useAnswer(() => api.library.verify())
  const scope = useView((state) => state.panelScope)
  const about = scope && new Set(scope)
  const findings = (answer?.ok ? answer.value.findings : []).filter(({ actorId }) => about?.has(actorId) ?? true)
  return (
    <Dialog
      title={verify.title}
      intro={
        [
          ...(about ? [verify.about(about.size)] : []),
          ...(findings.length > 0 ? [verify.findings(findings.length)] : []),
        ].join(': ') || undefined
      }
      size="wide"
      onClose={closePanel}
      footer={<Button onClick={again}>{verify.again}</Button>}
    >
      {answer === null && (
        <p className="check-wait" role="status">
          <Spinner label="" /> {verify.loading}
        </p>
      )}
      {answer && !answer.ok && <Empty icon={<CircleAlert size={30} />} title={answer.problem.message} />}
      {answer?.ok && findings.length === 0 && (
        <Empty icon={<CircleCheck size={30} />} title={verify.ok} text={verify.okText} />
      )}
      <ul className="selectable">
        {findings.map((finding) => (
          <li key={`${finding.actorId} ${finding.kind} ${finding.file} ${finding.detail}`} className="finding">
            <TriangleAlert size={14} aria-hidden />
            <b className="ellipsis">{finding.actorId}</b>
            <span className="ellipsis">{finding.file || finding.kind.replaceAll('_', ' ')}</span>
            <span className="soft">{finding.detail}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

import { CircleCheck, TriangleAlert } from 'lucide-react'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { api } from '../../base/host/connect.ts'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Empty } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { NoAnswer } from '../../base/ui/NoAnswer.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { Thumb } from '../../base/ui/Thumb.tsx'
import { useAnswer } from '../../base/host/use-answer.ts'
import './library.css'

const PICTURE = 48

/** Thumbnail of the image in question, or an icon when there is none. */
const Picture = ({ thumbUrl }: { readonly thumbUrl: string | null }) =>
  thumbUrl === null ? (
    <span className="thumb" style={{ width: PICTURE, height: PICTURE }} aria-hidden>
      <TriangleAlert size={18} />
    </span>
  ) : (
    <Thumb url={`${thumbUrl}&size=256`} size={PICTURE} />
  )

/** Inconsistencies between manifests, files, mix and store. */
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
      <NoAnswer answer={answer} loading={verify.loading} again={again} />
      {answer?.ok && findings.length === 0 && (
        <Empty icon={<CircleCheck size={30} />} title={verify.ok} text={verify.okText} />
      )}
      {[...Map.groupBy(findings, ({ kind }) => kind)].map(([kind, found]) => (
        <section key={kind} className="findings">
          <h3>
            {verify.kinds[kind] ?? kind.replaceAll('_', ' ')} <span className="num soft">{count(found.length)}</span>
          </h3>
          <ul className="selectable">
            {found.map((finding) => (
              <li key={`${finding.actorId} ${finding.file} ${finding.detail}`} className="finding">
                <Picture thumbUrl={finding.thumbUrl} />
                <div>
                  <b className="ellipsis" title={finding.file}>
                    {finding.file || finding.actorId}
                  </b>
                  {finding.file !== '' && <span className="ellipsis soft">{finding.actorId}</span>}
                </div>
                <span className="soft">{finding.detail}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}

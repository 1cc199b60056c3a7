import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { CaptionChangeView, CaptionFindingView } from '../../../../main/contract/captions.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { notify } from '../../base/ui/notify.ts'
import type { ChangeCaptions } from './change.ts'

const text = strings.prepare.captions
const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info }

interface CaptionFindingsProps {
  readonly findings: readonly CaptionFindingView[]
  readonly shown: ReadonlySet<string> | null
  readonly onShow: (filenames: ReadonlySet<string> | null) => void
  readonly change: ChangeCaptions
}

/** Problems that trainers would have with the captions, each with a fix for all of them. */
export function CaptionFindings({ findings, shown, onShow, change }: CaptionFindingsProps) {
  if (findings.length === 0) return <p className="soft">{text.noProblems}</p>
  const mend = async (fix: CaptionChangeView, filenames: readonly string[]) => {
    const done = await change(fix, { filenames })
    if (done?.captions === 0) notify('info', text.notFixed)
  }
  return (
    <section className="caption-findings" aria-label={text.rules}>
      <ul>
        {findings.map(({ rule, severity, why, filenames, fix }) => {
          const Icon = ICONS[severity]
          return (
            <li key={`${rule} ${why}`} data-severity={severity}>
              <Icon size={15} aria-hidden />
              <p>{why}</p>
              <div>
                <Button size="s" variant="quiet" onClick={() => onShow(new Set(filenames))}>
                  {text.show(filenames.length)}
                </Button>
                {fix && (
                  <Button size="s" onClick={() => void mend(fix, filenames)}>
                    {text.fix(rule, filenames.length)}
                  </Button>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {shown && (
        <Button size="s" variant="quiet" onClick={() => onShow(null)}>
          {text.showAll}
        </Button>
      )}
    </section>
  )
}

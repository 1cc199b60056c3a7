import { ChevronRight, Lock } from 'lucide-react'
import type { PlanView } from '../../../../main/contract/views.ts'
import { count } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Thumb } from '../../base/ui/Thumb.tsx'
import './kept-for-want.css'

const PICTURE = 64

/** Returns the reasons for removal, the most frequent first, such as "9 extra, 1 blur". */
export function keptReasons(kept: PlanView['kept']): string {
  const groups = [...Map.groupBy(kept, ({ reason }) => reason)].toSorted(([, a], [, b]) => b.length - a.length)
  return groups.map(([reason, { length }]) => `${count(length)} ${strings.gallery.out(reason)}`).join(', ')
}

/** Bad images that stay because the set cannot be refilled, each with its reason. */
export function KeptForWant({ plan, open = false }: { readonly plan: PlanView; readonly open?: boolean }) {
  const { kept } = plan
  if (kept.length === 0) return null
  return (
    <details className="kept-for-want" open={open}>
      <summary>
        <Lock size={14} aria-hidden />
        <span>{strings.plan.keptForWant(kept.length, keptReasons(kept))}</span>
        <ChevronRight size={14} className="kept-chevron" aria-hidden />
      </summary>
      <ul>
        {kept.map(({ imageId, filename, reason, detail }) => (
          <li key={filename} title={`${filename}: ${detail}`}>
            <Thumb url={imageId === null ? null : `/thumb/${imageId}?size=256`} size={PICTURE} />
            <span className="ellipsis">{strings.gallery.out(reason)}</span>
            <span className="visually-hidden">{filename}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

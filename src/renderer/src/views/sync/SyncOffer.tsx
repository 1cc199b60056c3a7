import { ArrowDownToLine } from 'lucide-react'
import type { SyncView } from '../../../../main/contract/views.ts'
import { strings } from '../../base/strings/index.ts'
import { bytes } from '../../base/strings/format.ts'
import { toggled } from '../../base/ui/toggled.ts'
import { SyncRow } from './SyncRow.tsx'

interface SyncOfferProps {
  readonly offered: SyncView['offered']
  /** Actors whose files are downloaded. */
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (actorIds: ReadonlySet<string>) => void
}

/** Files that only the store has; they are downloaded only when ticked, all or by actor. */
export function SyncOffer({ offered, chosen, onChoose }: SyncOfferProps) {
  const { sync } = strings
  const all = chosen.size === offered.actors.length
  return (
    <>
      <SyncRow icon={<ArrowDownToLine size={17} aria-hidden />} aside={bytes(offered.bytes)} text={sync.offerText}>
        <label>
          <input
            type="checkbox"
            checked={all}
            ref={(input) => {
              if (input) input.indeterminate = chosen.size > 0 && !all
            }}
            onChange={() => onChoose(new Set(all ? [] : offered.actors.map(({ actorId }) => actorId)))}
          />
          {sync.offer(offered.files)}
        </label>
      </SyncRow>
      {offered.actors.length > 1 && (
        <li>
          <ul className="sync-actors" aria-label={sync.offerBy}>
            {offered.actors.map(({ actorId, files, bytes: size }) => (
              <li key={actorId}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen.has(actorId)}
                    onChange={() => onChoose(toggled(chosen, actorId))}
                  />
                  <span className="ellipsis" dir="auto">
                    {actorId}
                  </span>
                </label>
                <span className="soft">{sync.filesAndSize(files, size)}</span>
              </li>
            ))}
          </ul>
        </li>
      )}
    </>
  )
}

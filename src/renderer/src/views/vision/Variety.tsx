import { ChevronRight } from 'lucide-react'
import { type CSSProperties, useEffect, useState } from 'react'
import type { VarietyView } from '../../../../main/contract/views.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { useActors } from '../../model/library/actors-store.ts'
import './variety.css'

const text = strings.vision.variety

/** Fetches the variety again whenever the actor changes. */
function useVariety(actorId: string): VarietyView | null {
  const actor = useActors((state) => state.byId.get(actorId))
  const [found, setFound] = useState<{ readonly of: string; readonly variety: VarietyView } | null>(null)
  useEffect(() => {
    let current = true
    void outcome(api.actors.variety({ actorId })).then((answer) => {
      if (current && answer.ok) setFound({ of: actorId, variety: answer.value })
    })
    return () => {
      current = false
    }
  }, [actorId, actor])
  return found?.of === actorId ? found.variety : null
}

interface VarietyProps {
  readonly actorId: string
  /** Further attributes that all of them share. */
  readonly also?: readonly string[]
  /** Renders nothing when nothing is known. */
  readonly quiet?: boolean
}

/** Words that the row's name already says. */
const ROW = / (?:light|background|expression|view|angle)$/

/** One line on what the set covers and lacks; expanded, the number of images per attribute. */
export function Variety({ actorId, also = [], quiet = false }: VarietyProps) {
  const variety = useVariety(actorId)
  if (!variety || variety.sentence === '') return null
  const { sentence, images, origins, fromOne, aspects } = variety
  if (quiet && !aspects.some(({ known }) => known * 2 > images)) return null
  return (
    <details className="variety">
      <summary>
        <ChevronRight size={14} aria-hidden />
        <span>{[sentence, ...also.slice(0, 2).map(text.always)].join(' ')}</span>
      </summary>
      <dl>
        {aspects.map(({ aspect, known, words }) => (
          <div key={aspect} data-unknown={known === 0 || undefined}>
            <dt>{text.aspects[aspect]}</dt>
            <dd>
              {known === 0 ? (
                <span className="faint">{text.unknown}</span>
              ) : (
                <ul>
                  {words.map(({ word, label, images: n }) => (
                    <li
                      key={word}
                      data-none={n === 0 || undefined}
                      style={{ '--share': n / Math.max(1, images) } as CSSProperties}
                    >
                      {label.replace(ROW, '')} <b className="num">{n}</b>
                    </li>
                  ))}
                  {known < images && <li className="variety-rest">{text.rest(images - known)}</li>}
                </ul>
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>{text.origins}</dt>
          <dd>
            <ul>
              <li>{text.pictures(origins)}</li>
              {fromOne > 1 && <li className="variety-rest">{text.fromOne(fromOne)}</li>}
            </ul>
          </dd>
        </div>
      </dl>
    </details>
  )
}

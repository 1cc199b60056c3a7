import { Eye, Info, MonitorCheck, Moon, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { openPanel } from '../../model/window/view-store.ts'
import { answerLook } from '../../model/work/plan-actions.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import type { Asked } from '../../model/work/looks-store.ts'
import { price } from '../../base/strings/format.ts'
import './look-bar.css'

function Figures({ offer }: Pick<Asked, 'offer'>) {
  const { looks } = strings
  return (
    <p className="look-figures num">
      <b>{looks.at(offer.images)}</b>
      <span>{looks.with(offer.model)}</span>
      <span>{looks.about(offer.usd)}</span>
      {offer.atMostUsd !== null && price(offer.atMostUsd) !== price(offer.usd) && (
        <span>{looks.most(offer.atMostUsd)}</span>
      )}
      <span>{looks.requests(offer.requests)}</span>
    </p>
  )
}

function Sentences({ offer }: Pick<Asked, 'offer'>) {
  const { looks } = strings
  const { usd, atMostUsd, limitUsd, known } = offer
  return (
    <>
      {usd === null && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden /> {limitUsd === null ? looks.unpriced : looks.unpricedLimit}
        </p>
      )}
      {usd !== null && limitUsd !== null && (atMostUsd ?? usd) > limitUsd && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden /> {looks.limit(limitUsd)}
        </p>
      )}
      {offer.batchUsd !== null && offer.batchUsd > 0 && (
        <p className="plan-sentence look-hint">{looks.overnightHint}</p>
      )}
      {offer.waiting > 0 && (
        <p className="plan-sentence">
          <Info size={14} aria-hidden /> {looks.waitingToo(offer.waiting)}
        </p>
      )}
      {known > 0 && (
        <p className="plan-sentence">
          <Info size={14} aria-hidden /> {looks.known(known)}
        </p>
      )}
    </>
  )
}

/** What the paid evaluator will cost, before it is asked: one line, and the ways on. */
export function LookBar({ of, asked }: { readonly of: string; readonly asked: Asked }) {
  const { looks } = strings
  const { offer } = asked
  const bar = useRef<HTMLElement>(null)
  // It comes in answer to a button that is about to change: whoever pressed it by key goes on from here.
  useEffect(() => bar.current?.focus(), [])
  if (offer.images === 0)
    return (
      <section ref={bar} className="look-bar" aria-label={looks.title} tabIndex={-1} data-look-for={of}>
        <div className="look-line">
          <Moon size={17} aria-hidden />
          <p className="look-figures num">
            <b>{looks.waiting(offer.waiting)}</b>
          </p>
          <div className="look-actions">
            <Button look="quiet" onClick={() => void answerLook(of, 'cancel')}>
              {looks.cancel}
            </Button>
            <Button onClick={() => void answerLook(of, 'now')}>{looks.goOn}</Button>
          </div>
        </div>
        <p className="plan-sentence">{looks.waitingText}</p>
      </section>
    )
  return (
    <section ref={bar} className="look-bar" aria-label={looks.title} tabIndex={-1} data-look-for={of}>
      <div className="look-line">
        <Eye size={17} aria-hidden />
        <Figures offer={offer} />
        <div className="look-actions">
          <Button look="quiet" onClick={() => void answerLook(of, 'cancel')}>
            {looks.cancel}
          </Button>
          <Button icon={<MonitorCheck size={15} />} onClick={() => void answerLook(of, 'local')}>
            {looks.local}
          </Button>
          {offer.usd === null && <Button onClick={() => openPanel('settings')}>{looks.enterPrice}</Button>}
          {offer.batchUsd !== null && offer.batchUsd > 0 && (
            <Button
              icon={<Moon size={15} />}
              aside={price(offer.batchUsd)}
              onClick={() => void answerLook(of, 'batch')}
            >
              {looks.overnight}
            </Button>
          )}
          <Button
            look="primary"
            aside={offer.usd === null ? undefined : price(offer.usd)}
            disabled={offer.usd === null && offer.limitUsd !== null}
            onClick={() => void answerLook(of, 'now')}
          >
            {looks.now}
          </Button>
        </div>
      </div>
      <Sentences offer={offer} />
    </section>
  )
}

import { Eye, Info, MonitorCheck, Moon, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { openPanel } from '../../model/window/view-store.ts'
import { answerQuote } from '../../model/work/plan-actions.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import type { Asked } from '../../model/work/vision-store.ts'
import { price } from '../../base/strings/format.ts'
import './quote-bar.css'

function Figures({ offer }: Pick<Asked, 'offer'>) {
  const { vision } = strings
  return (
    <p className="quote-figures num">
      <b>{vision.at(offer.images)}</b>
      <span>{vision.with(offer.model)}</span>
      <span>{vision.about(offer.usd)}</span>
      {offer.atMostUsd !== null && price(offer.atMostUsd) !== price(offer.usd) && (
        <span>{vision.most(offer.atMostUsd)}</span>
      )}
      <span>{vision.requests(offer.requests)}</span>
    </p>
  )
}

function Sentences({ offer }: Pick<Asked, 'offer'>) {
  const { vision } = strings
  const { usd, atMostUsd, limitUsd, known } = offer
  return (
    <>
      {usd === null && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden /> {limitUsd === null ? vision.unpriced : vision.unpricedLimit}
        </p>
      )}
      {usd !== null && limitUsd !== null && (atMostUsd ?? usd) > limitUsd && (
        <p className="plan-sentence" data-level="warning">
          <TriangleAlert size={14} aria-hidden /> {vision.limit(limitUsd)}
        </p>
      )}
      {offer.batchUsd !== null && offer.batchUsd > 0 && (
        <p className="plan-sentence quote-hint">{vision.overnightHint}</p>
      )}
      {offer.waiting > 0 && (
        <p className="plan-sentence">
          <Info size={14} aria-hidden /> {vision.waitingToo(offer.waiting)}
        </p>
      )}
      {known > 0 && (
        <p className="plan-sentence">
          <Info size={14} aria-hidden /> {vision.known(known)}
        </p>
      )}
    </>
  )
}

/** Price of the paid evaluator before a request: one line, with the possible answers. */
export function QuoteBar({ of, asked }: { readonly of: string; readonly asked: Asked }) {
  const { vision } = strings
  const { offer } = asked
  const bar = useRef<HTMLElement>(null)
  // The bar replaces a button, so a user who pressed it by key continues here.
  useEffect(() => bar.current?.focus(), [])
  if (offer.images === 0)
    return (
      <section ref={bar} className="quote-bar" aria-label={vision.title} tabIndex={-1} data-quote-for={of}>
        <div className="quote-line">
          <Moon size={17} aria-hidden />
          <p className="quote-figures num">
            <b>{vision.waiting(offer.waiting)}</b>
          </p>
          <div className="quote-actions">
            <Button variant="quiet" onClick={() => void answerQuote(of, 'cancel')}>
              {vision.cancel}
            </Button>
            <Button onClick={() => void answerQuote(of, 'now')}>{vision.goOn}</Button>
          </div>
        </div>
        <p className="plan-sentence">{vision.waitingText}</p>
      </section>
    )
  return (
    <section ref={bar} className="quote-bar" aria-label={vision.title} tabIndex={-1} data-quote-for={of}>
      <div className="quote-line">
        <Eye size={17} aria-hidden />
        <Figures offer={offer} />
        <div className="quote-actions">
          <Button variant="quiet" onClick={() => void answerQuote(of, 'cancel')}>
            {vision.cancel}
          </Button>
          <Button icon={<MonitorCheck size={15} />} onClick={() => void answerQuote(of, 'local')}>
            {vision.local}
          </Button>
          {offer.usd === null && <Button onClick={() => openPanel('settings')}>{vision.enterPrice}</Button>}
          {offer.batchUsd !== null && offer.batchUsd > 0 && (
            <Button
              icon={<Moon size={15} />}
              aside={price(offer.batchUsd)}
              onClick={() => void answerQuote(of, 'batch')}
            >
              {vision.overnight}
            </Button>
          )}
          <Button
            variant="primary"
            aside={offer.usd === null ? undefined : price(offer.usd)}
            disabled={offer.usd === null && offer.limitUsd !== null}
            onClick={() => void answerQuote(of, 'now')}
          >
            {vision.now}
          </Button>
        </div>
      </div>
      <Sentences offer={offer} />
    </section>
  )
}

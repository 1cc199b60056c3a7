import { ChevronDown, Moon, PenLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptionView, CaptionWriting } from '../../../../main/contract/captions.ts'
import type { VisionQuoteView } from '../../../../main/contract/vision.ts'
import { mayReplace } from '../../../../main/domain/caption/caption.ts'
import { CAPTION_GUIDES, GUIDES } from '../../../../main/domain/caption/guide.ts'
import { attempt, outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { price } from '../../base/strings/format.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { notify } from '../../base/ui/notify.ts'
import { Select } from '../../base/ui/Select.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { guideFor, setGuide as rememberGuide, useCrop } from '../../model/crop/crop-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import type { ChangeCaptions } from './change.ts'
import { useTemplate } from './use-template.ts'

const text = strings.prepare.write

/** An answer with the request that it belongs to. */
interface Offered {
  readonly question: string
  readonly offer?: VisionQuoteView
  readonly problem?: string
}

interface WriteCaptionsProps {
  readonly actorId: string
  readonly captions: readonly CaptionView[]
  /** File names of the selected images; null for all. */
  readonly chosen: ReadonlySet<string> | null
  /** Changes with every caption, because the missing captions may change with it. */
  readonly revision: number
  readonly change: ChangeCaptions
  readonly onWritten: () => void
}

/** Writes missing captions, from known facts about each image or by a vision model, whose price is shown first. */
export function WriteCaptions({ actorId, captions, chosen, revision, change, onWritten }: WriteCaptionsProps) {
  const [writer, setWriter] = useState<CaptionWriting['with'] | 'template'>('template')
  const [guide, setGuide] = useState<CaptionWriting['guide']>(() => guideFor(useCrop.getState().baseModel))
  const [only, setOnly] = useState<CaptionWriting['only']>('missing')
  const [answer, setAnswer] = useState<Offered | null>(null)
  const [working, setWorking] = useState(false)
  const ready = useLibrary((state) => state.settings?.values.localServerModel !== '')
  const isMissing = writer === 'local-server' && !ready
  const filenames = chosen && [...chosen]
  const question = JSON.stringify([writer, guide, only, filenames, revision])
  const due = captions.filter(
    ({ filename, text: caption, by }) =>
      (chosen?.has(filename) ?? true) && (caption === '' || (only === 'sparing' && by !== null && mayReplace({ by }))),
  )
  const known = useTemplate(writer === 'template' ? due : null, { only, form: GUIDES[guide].form }, change)
  const { offer = null, problem = null } = answer?.question === question ? answer : {}
  useEffect(() => {
    if (writer === 'template' || isMissing) return undefined
    let current = true
    void outcome(api.captions.offer({ actorId, with: writer, guide, only, filenames })).then((told) => {
      if (!current) return
      setAnswer(told.ok ? { question, offer: told.value } : { question, problem: told.problem.message })
    })
    return () => {
      current = false
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the question holds all that is asked
  }, [actorId, question, isMissing])
  const choose = (next: CaptionWriting['guide']) => {
    setGuide(next)
    rememberGuide(next)
  }
  const write = async () => {
    if (writer === 'template')
      return void change({ kind: 'template', template: '' }, { only, filenames, form: GUIDES[guide].form })
    setWorking(true)
    const done = await attempt(() => api.captions.write({ actorId, with: writer, guide, only, filenames }))
    setWorking(false)
    onWritten()
    if (done.ok && done.value.failed.length > 0)
      notify('warning', text.failed(done.value.failed.length, done.value.failed[0]?.why ?? ''))
  }
  const handIn = async () => {
    if (writer === 'template') return
    setWorking(true)
    await attempt(() => api.captions.handIn({ actorId, with: writer, guide, only, filenames }))
    setWorking(false)
    onWritten()
  }
  return (
    <section className="caption-card" aria-label={text.title}>
      <h3>{text.title}</h3>
      <Segmented label={text.by} value={writer} options={text.writers} onChange={setWriter} />
      <div className="caption-choices">
        <label>
          {text.guide}
          <span className="caption-select">
            <Select
              aria-label={text.guide}
              value={guide}
              of={CAPTION_GUIDES}
              nameOf={(each) => `${text.guides[each]} · ${text.forms[GUIDES[each].form]}`}
              onChoose={choose}
            />
            <ChevronDown size={13} aria-hidden />
          </span>
        </label>
        <Segmented label={text.which} value={only} options={text.scopes} onChange={setOnly} />
      </div>
      <p className="soft num" role="status">
        {isMissing
          ? text.noModel
          : (problem ?? (offer ? text.price(offer) : writer === 'template' ? text.known(known) : ''))}
      </p>
      <Button
        icon={<PenLine size={14} />}
        disabled={
          working || (writer === 'template' ? due.length === 0 : offer === null || offer.images + offer.known === 0)
        }
        onClick={() => void write()}
      >
        {working ? text.working : text.go(offer?.images ?? null)}
      </Button>
      {writer === 'openai' && offer !== null && offer.images > 0 && offer.batchUsd !== null && (
        <>
          <Button
            icon={<Moon size={14} />}
            aside={price(offer.batchUsd)}
            disabled={working}
            onClick={() => void handIn()}
          >
            {strings.vision.overnight}
          </Button>
          <p className="soft">{strings.vision.overnightHint}</p>
        </>
      )}
    </section>
  )
}

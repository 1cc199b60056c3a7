import { useRef, useState } from 'react'
import type { LibraryAnswer } from '../../../../main/contract/trust.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { useLibrary } from '../../model/library/library-store.ts'
import { answerQuestion, useQuestion } from '../../model/library/question-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { settingTexts } from './setting-texts.ts'
import './question.css'

const text = strings.question

/** Settings and files of a library that was never opened here; they take effect only once the user accepts them. */
export function QuestionDialog() {
  const question = useQuestion((state) => state.question)
  const name = useLibrary((state) => state.library?.name ?? '')
  const yours = useLibrary((state) => state.settings?.values)
  const [busy, setBusy] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  if (question === null || !yours) return null
  const asked = Object.entries(settingTexts(question.settings))
  const mine = settingTexts(yours)
  const answer = async (change: Partial<LibraryAnswer>) => {
    setBusy(true)
    await answerQuestion(change)
    setBusy(false)
    // The pressed button is gone; move the focus to the dialog, so that a repeated key does not press the next button.
    body.current?.closest<HTMLElement>('[role="dialog"]')?.focus()
  }
  return (
    <Dialog
      title={text.title(name)}
      intro={text.intro}
      onClose={closePanel}
      footer={
        <Button variant="quiet" onClick={closePanel}>
          {text.later}
        </Button>
      }
    >
      <div ref={body} className="question">
        {asked.length > 0 && (
          <section aria-labelledby="question-settings">
            <h3 id="question-settings">{text.settings.title}</h3>
            <p className="soft">{text.settings.hint}</p>
            <table>
              <thead>
                <tr>
                  <th scope="col">{text.settings.name}</th>
                  <th scope="col">{text.settings.theirs}</th>
                  <th scope="col">{text.settings.yours}</th>
                </tr>
              </thead>
              <tbody className="selectable">
                {asked.map(([key, theirs]) => (
                  <tr key={key} data-setting={key}>
                    <th scope="row">{text.names[key] ?? key}</th>
                    <td>{theirs}</td>
                    <td>{mine[key]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <div className="question-answers">
              <Button disabled={busy} onClick={() => void answer({ settings: 'use' })}>
                {text.settings.use}
              </Button>
              <Button variant="primary" disabled={busy} onClick={() => void answer({ settings: 'ignore' })}>
                {text.settings.ignore}
              </Button>
            </div>
          </section>
        )}
        {question.unfinished.length > 0 && (
          <section aria-labelledby="question-unfinished">
            <h3 id="question-unfinished">{text.unfinished.title}</h3>
            <p className="soft">{text.unfinished.hint}</p>
            <ul className="selectable">
              {question.unfinished.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
            <div className="question-answers">
              <Button disabled={busy} onClick={() => void answer({ unfinished: 'forget' })}>
                {text.unfinished.forget}
              </Button>
              <Button disabled={busy} onClick={() => void answer({ unfinished: 'carryOn' })}>
                {text.unfinished.carryOn}
              </Button>
            </div>
          </section>
        )}
      </div>
    </Dialog>
  )
}

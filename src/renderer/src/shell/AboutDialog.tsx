import { FileText } from 'lucide-react'
import { useAnswer } from '../base/host/use-answer.ts'
import { capabilities } from '../base/host/capabilities.ts'
import { api } from '../base/host/connect.ts'
import { strings } from '../base/strings/index.ts'
import { Button } from '../base/ui/Button.tsx'
import { Dialog } from '../base/ui/Dialog.tsx'
import { Segmented } from '../base/ui/Segmented.tsx'
import { changeSettings } from '../model/library/change-settings.ts'
import { useLibrary } from '../model/library/library-store.ts'
import { closePanel } from '../model/window/view-store.ts'
import './about.css'

const text = strings.about
const ICON = new URL('../base/ui/icon.svg', import.meta.url).href
const licences = async (): Promise<string> => (await fetch('/licences.txt')).text()

/** Shows the version, the log's location, the update setting and the licences of all dependencies. */
export function AboutDialog() {
  const { answer: about } = useAnswer(() => api.about.get())
  const { answer: shipped } = useAnswer(licences)
  const updates = useLibrary((state) => state.settings?.values.updates)
  return (
    <Dialog title={text.title} size="wide" reading onClose={closePanel}>
      <div className="about">
        <header>
          <img src={ICON} alt="" width={56} height={56} />
          <div>
            <b>{strings.product}</b>
            <span className="soft">{about?.ok ? text.version(about.value.version) : ''}</span>
          </div>
        </header>
        <p>{text.promise}</p>
        {capabilities.updates && updates !== undefined && (
          <div className="about-row">
            <span>
              {text.updates}
              <small>{text.updatesHint}</small>
            </span>
            <Segmented
              label={text.updates}
              value={updates === 'on' ? 'on' : 'off'}
              options={strings.settings.onOff}
              onChange={(chosen) => void changeSettings('user', { updates: chosen })}
            />
          </div>
        )}
        {about?.ok && about.value.logFile !== null && (
          <div className="about-row">
            <span>
              {text.log}
              <small className="about-path">{about.value.logFile}</small>
            </span>
            {capabilities.showLog && (
              <Button size="s" icon={<FileText size={14} />} onClick={() => void capabilities.showLog?.()}>
                {text.showLog}
              </Button>
            )}
          </div>
        )}
        <h3>{text.licences}</h3>
        <pre>{shipped?.ok ? shipped.value : text.loading}</pre>
      </div>
    </Dialog>
  )
}

import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLibrary } from '../../model/library/library-store.ts'

const text = strings.about

/** Asked once at the first start; Evencast does not check for updates before the user agrees. */
export function UpdateOffer() {
  const open = useLibrary((state) => state.settings?.values.updates === 'ask')
  if (!open || !capabilities.updates) return null
  return (
    <aside className="start-updates" aria-label={text.updates}>
      <span>
        <b>{text.offer}</b>
        <small>{text.updatesHint}</small>
      </span>
      <Button size="s" onClick={() => void changeSettings('user', { updates: 'on' })}>
        {text.yes}
      </Button>
      <Button size="s" variant="quiet" onClick={() => void changeSettings('user', { updates: 'off' })}>
        {text.no}
      </Button>
    </aside>
  )
}

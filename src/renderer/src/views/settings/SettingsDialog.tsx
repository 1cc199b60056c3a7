import { useState } from 'react'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import type { Scope } from '../../model/library/change-settings.ts'
import { ChoiceSetting, SwitchSetting } from './ChoiceSetting.tsx'
import { ModelsSection } from './ModelsSection.tsx'
import { NumberSetting } from './NumberSetting.tsx'
import { Services } from './Services.tsx'
import { TargetFields } from './TargetFields.tsx'
import './settings.css'

/** All settings with the source of each value. Changes apply at once. */
export function SettingsDialog() {
  const values = useLibrary((state) => state.settings?.values)
  const hasLibrary = useLibrary((state) => state.library !== null)
  const [chosen, setChosen] = useState<Scope>('library')
  const scope = hasLibrary ? chosen : 'user'
  if (!values) return null
  const { settings } = strings
  return (
    <Dialog title={settings.title} onClose={closePanel}>
      <div className="settings">
        {hasLibrary && (
          <div className="settings-scope">
            <span>{settings.scope}</span>
            <Segmented label={settings.scope} value={scope} options={settings.scopes} onChange={setChosen} />
          </div>
        )}
        <section>
          <h3>{settings.sections.set}</h3>
          <TargetFields values={values} scope={scope} />
          <ChoiceSetting
            name="policy"
            label={settings.policy}
            hint={settings.policyHint}
            scope={scope}
            options={settings.policies}
          />
        </section>
        <section>
          <h3>{settings.sections.work}</h3>
          <ChoiceSetting
            name="evaluator"
            label={settings.evaluator}
            hint={settings.evaluatorHints[values.evaluator]}
            scope={scope}
            options={settings.evaluators}
          />
          {values.evaluator !== 'local' && (
            <ChoiceSetting
              name="detailLevel"
              label={settings.detailLevel}
              hint={settings.detailLevelHints[values.detailLevel]}
              scope={scope}
              options={settings.detailLevels}
            />
          )}
          <SwitchSetting name="autoAssess" label={settings.autoAssess} hint={settings.autoAssessHint} scope={scope} />
          <ChoiceSetting name="generator" label={settings.generator} scope={scope} options={strings.plan.generators} />
          <NumberSetting name="concurrency" label={settings.concurrency} scope={scope} min={1} max={16} />
          <NumberSetting
            name="maxCostUsd"
            label={settings.maxCost}
            hint={settings.maxCostHint}
            scope={scope}
            min={0}
            max={100_000}
            step={0.01}
            optional
            prefix="$"
          />
          <NumberSetting
            name="automaticSnapshots"
            label={settings.automaticSnapshots}
            hint={settings.automaticSnapshotsHint}
            scope={scope}
            min={0}
            max={1000}
          />
        </section>
        <Services values={values} scope={scope} />
        <ModelsSection />
        <section>
          <h3>{settings.sections.look}</h3>
          <ChoiceSetting name="theme" label={settings.theme} scope={scope} options={settings.themes} />
          <ChoiceSetting name="contrast" label={settings.contrast} scope={scope} options={settings.contrasts} />
        </section>
      </div>
    </Dialog>
  )
}

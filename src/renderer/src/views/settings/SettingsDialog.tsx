import { useState } from 'react'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { changeSettings, type Scope } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { ModelsSection } from './ModelsSection.tsx'
import { NumberField } from '../../base/ui/NumberField.tsx'
import { Services } from './Services.tsx'
import { SnapshotsField } from './SnapshotsField.tsx'
import { TargetFields } from './TargetFields.tsx'
import './settings.css'

/** Every setting with where its value comes from. A change counts at once; there is nothing to save. */
export function SettingsDialog() {
  const values = useLibrary((state) => state.settings?.values)
  const hasLibrary = useLibrary((state) => state.library !== null)
  const [chosen, setChosen] = useState<Scope>('library')
  const scope = hasLibrary ? chosen : 'user'
  const policyLocked = useLocked('policy')
  const concurrencyLocked = useLocked('concurrency')
  const costLocked = useLocked('maxCostUsd')
  const themeLocked = useLocked('theme')
  const contrastLocked = useLocked('contrast')
  const evaluatorLocked = useLocked('evaluator')
  const detailLocked = useLocked('detailLevel')
  const autoAssessLocked = useLocked('autoAssess')
  const generatorLocked = useLocked('generator')
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
          <Field name="policy" label={settings.policy} hint={settings.policyHint} scope={scope}>
            <Segmented
              label={settings.policy}
              value={values.policy}
              options={settings.policies}
              disabled={policyLocked}
              onChange={(policy) => void changeSettings(scope, { policy })}
            />
          </Field>
        </section>
        <section>
          <h3>{settings.sections.work}</h3>
          <Field
            name="evaluator"
            label={settings.evaluator}
            hint={settings.evaluatorHints[values.evaluator]}
            scope={scope}
          >
            <Segmented
              label={settings.evaluator}
              value={values.evaluator}
              options={settings.evaluators}
              disabled={evaluatorLocked}
              onChange={(evaluator) => void changeSettings(scope, { evaluator })}
            />
          </Field>
          {values.evaluator !== 'local' && (
            <Field
              name="detailLevel"
              label={settings.detailLevel}
              hint={settings.detailLevelHints[values.detailLevel]}
              scope={scope}
            >
              <Segmented
                label={settings.detailLevel}
                value={values.detailLevel}
                options={settings.detailLevels}
                disabled={detailLocked}
                onChange={(detailLevel) => void changeSettings(scope, { detailLevel })}
              />
            </Field>
          )}
          <Field name="autoAssess" label={settings.autoAssess} hint={settings.autoAssessHint} scope={scope}>
            <Segmented
              label={settings.autoAssess}
              value={values.autoAssess ? 'on' : 'off'}
              options={settings.onOff}
              disabled={autoAssessLocked}
              onChange={(chosen) => void changeSettings(scope, { autoAssess: chosen === 'on' })}
            />
          </Field>
          <Field name="generator" label={settings.generator} scope={scope}>
            <Segmented
              label={settings.generator}
              value={values.generator}
              options={strings.plan.generators}
              disabled={generatorLocked}
              onChange={(generator) => void changeSettings(scope, { generator })}
            />
          </Field>
          <Field name="concurrency" label={settings.concurrency} htmlFor="setting-concurrency" scope={scope}>
            <NumberField
              id="setting-concurrency"
              value={values.concurrency}
              min={1}
              max={16}
              disabled={concurrencyLocked}
              onChange={(concurrency) => concurrency !== null && void changeSettings(scope, { concurrency })}
            />
          </Field>
          <Field
            name="maxCostUsd"
            label={settings.maxCost}
            htmlFor="setting-cost"
            hint={settings.maxCostHint}
            scope={scope}
          >
            <NumberField
              id="setting-cost"
              value={values.maxCostUsd}
              min={0}
              max={100_000}
              step={0.01}
              optional
              prefix="$"
              disabled={costLocked}
              onChange={(maxCostUsd) => void changeSettings(scope, { maxCostUsd })}
            />
          </Field>
          <SnapshotsField value={values.automaticSnapshots} scope={scope} />
        </section>
        <Services values={values} scope={scope} />
        <ModelsSection />
        <section>
          <h3>{settings.sections.look}</h3>
          <Field name="theme" label={settings.theme} scope={scope}>
            <Segmented
              label={settings.theme}
              value={values.theme}
              options={settings.themes}
              disabled={themeLocked}
              onChange={(theme) => void changeSettings(scope, { theme })}
            />
          </Field>
          <Field name="contrast" label={settings.contrast} scope={scope}>
            <Segmented
              label={settings.contrast}
              value={values.contrast}
              options={settings.contrasts}
              disabled={contrastLocked}
              onChange={(contrast) => void changeSettings(scope, { contrast })}
            />
          </Field>
        </section>
      </div>
    </Dialog>
  )
}

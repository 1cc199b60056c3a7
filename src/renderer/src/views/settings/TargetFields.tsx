import type { Settings } from '../../../../main/contract/settings.ts'
import { type PerStyle, STYLES, sum } from '../../../../main/domain/style.ts'
import { targetCounts } from '../../../../main/domain/target.ts'
import { strings } from '../../base/strings/index.ts'
import { count } from '../../base/strings/format.ts'
import { changeSettings, type Scope } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { NumberSetting } from './NumberSetting.tsx'
import { ShareSliders } from './ShareSliders.tsx'
import { useDraft } from '../../base/ui/use-draft.ts'

/** Preview of the target as frames. */
function Preview({ total, shares }: { readonly total: number; readonly shares: PerStyle }) {
  const counts = targetCounts({ total, shares })
  return (
    <div className="target-preview" role="status">
      <div className="target-preview-bar" aria-hidden>
        {STYLES.map(
          (style) => counts[style] > 0 && <i key={style} data-style={style} style={{ flexGrow: counts[style] }} />,
        )}
      </div>
      <p className="num">
        {STYLES.map((style) => (
          <span key={style} data-style={style}>
            <b>{count(counts[style])}</b> {strings.shortLanes[style]}
          </span>
        ))}
      </p>
    </div>
  )
}

export function TargetFields({ values, scope }: { readonly values: Settings; readonly scope: Scope }) {
  const sharesLocked = useLocked('shares')
  const [shares, setShares] = useDraft<PerStyle>(values.shares)
  const commit = (next: PerStyle) => {
    if (sum(next) > 0) void changeSettings(scope, { shares: { ...next } })
  }
  return (
    <>
      <NumberSetting name="total" label={strings.settings.total} scope={scope} min={1} max={1000} />
      <Field name="shares" label={strings.settings.shares} scope={scope}>
        <div className="shares">
          <ShareSliders shares={shares} disabled={sharesLocked} onChange={setShares} onSettled={() => commit(shares)} />
        </div>
      </Field>
      {sum(shares) > 0 ? (
        <Preview total={values.total} shares={shares} />
      ) : (
        <p className="field-error" role="alert">
          {strings.settings.sumZero}
        </p>
      )}
    </>
  )
}

import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { type PerStyle, STYLES, sum } from '../../../../main/domain/style.ts'
import { PRESET_SHARES, type Preset, PRESETS, targetCounts } from '../../../../main/domain/target.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { setTargets } from '../../model/edits/targets.ts'
import { useActors } from '../../model/library/actors-store.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { closePanel, useView } from '../../model/window/view-store.ts'
import { NumberField } from '../../base/ui/NumberField.tsx'
import { ShareSliders } from './ShareSliders.tsx'
import './target-dialog.css'

const text = strings.targets
const CHOICES = [...PRESETS, 'own', 'library'] as const
type Choice = (typeof CHOICES)[number]

const isPreset = (choice: Choice): choice is Preset => choice !== 'own' && choice !== 'library'

/** A mix as a bar with proportional parts. */
function MixBar({ counts }: { readonly counts: PerStyle }) {
  return (
    <span className="target-bar" aria-hidden>
      {STYLES.map(
        (style) => counts[style] > 0 && <i key={style} data-style={style} style={{ flexGrow: counts[style] }} />,
      )}
    </span>
  )
}

interface OwnMixProps {
  readonly total: number
  readonly shares: PerStyle
  readonly onTotal: (total: number) => void
  readonly onShares: (shares: PerStyle) => void
}

function OwnMix({ total, shares, onTotal, onShares }: OwnMixProps) {
  return (
    <div className="target-own">
      <div className="target-total">
        <label htmlFor="target-total">{text.total}</label>
        <NumberField
          id="target-total"
          value={total}
          min={1}
          max={1000}
          onChange={(value) => value !== null && onTotal(value)}
        />
      </div>
      <ShareSliders shares={shares} onChange={onShares} />
      {sum(shares) === 0 && (
        <p className="field-error" role="alert">
          {text.sumZero}
        </p>
      )}
    </div>
  )
}

/** Sets the target of one, several or all actors: a preset, an own mix, or the library's default. */
export function TargetDialog() {
  const scope = useView((state) => state.panelScope)
  const actors = useActors(
    useShallow((state) => (scope ?? [...state.byId.keys()]).flatMap((actorId) => state.byId.get(actorId) ?? [])),
  )
  const library = useLibrary(useShallow((state) => ({ ...state.settings?.values })))
  const [first] = actors
  // For several actors, a preset is proposed only when it fits all of them.
  const proposed = actors.every(({ proposal }) => proposal?.preset === first?.proposal?.preset)
    ? (first?.proposal ?? null)
    : null
  const [choice, setChoice] = useState<Choice>(
    proposed?.preset ?? (first?.targetFrom === 'actor' ? (first.targetPreset ?? 'own') : 'library'),
  )
  const [shares, setShares] = useState<PerStyle>(first?.target ?? PRESET_SHARES.standard)
  const [total, setTotal] = useState(first ? sum(first.target) : 20)
  const [saving, setSaving] = useState(false)
  const libraryTotal = library.total ?? 20
  const countsOf = (each: Choice): PerStyle => {
    if (each === 'own') return targetCounts({ total, shares })
    const mix = isPreset(each) ? PRESET_SHARES[each] : (library.shares ?? PRESET_SHARES.standard)
    return targetCounts({ total: libraryTotal, shares: mix })
  }
  const apply = async () => {
    setSaving(true)
    const target =
      choice === 'library' ? null : choice === 'own' ? { total, shares: { ...shares } } : { preset: choice }
    const done = await setTargets(
      actors.map(({ actorId }) => actorId),
      target,
    )
    setSaving(false)
    if (done) closePanel()
  }
  return (
    <Dialog
      title={text.title(actors.length, first?.actorId ?? '')}
      intro={text.intro}
      onClose={closePanel}
      footer={
        <>
          <span className="grow" />
          <Button onClick={closePanel}>{strings.cancel}</Button>
          <Button
            variant="primary"
            disabled={saving || actors.length === 0 || (choice === 'own' && sum(shares) === 0)}
            onClick={() => void apply()}
          >
            {text.apply(actors.length)}
          </Button>
        </>
      }
    >
      <fieldset className="target-choices">
        <legend className="visually-hidden">{text.choose}</legend>
        {CHOICES.map((each) => {
          const counts = countsOf(each)
          return (
            <label key={each} data-choice={each}>
              <input type="radio" name="target" checked={choice === each} onChange={() => setChoice(each)} />
              <span className="target-name">
                <b>{text.presets[each]}</b>
                {proposed?.preset === each && <small className="target-proposed">{text.proposed}</small>}
              </span>
              <span className="num target-mix">
                {text.mix(counts.photorealistic, counts.bw_stylized, counts.color_stylized)}
              </span>
              <span className="soft">
                {proposed?.preset === each && actors.length === 1 ? proposed.why : text.texts[each]}
              </span>
              <MixBar counts={counts} />
            </label>
          )
        })}
      </fieldset>
      {choice === 'own' && <OwnMix total={total} shares={shares} onTotal={setTotal} onShares={setShares} />}
    </Dialog>
  )
}

import { useId, useState } from 'react'
import type { Settings } from '../../../../main/contract/settings.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { changeSettings, resetSetting } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { NumberField } from '../../base/ui/NumberField.tsx'
import { useAnswer } from '../../base/host/use-answer.ts'

type Price = Settings['openaiPricesUsd'][string]
type Draft = { readonly [Part in keyof Price]?: number | null | undefined }
const PARTS = ['input', 'cached', 'output'] as const

/** Returns a complete price or null; a missing input or output price is never treated as zero. */
function whole({ input, cached, output }: Draft): Price | null {
  if (input === undefined || input === null || output === undefined || output === null) return null
  return cached === undefined || cached === null ? { input, output } : { input, cached, output }
}

interface ModelPriceProps {
  readonly values: Settings
}

/** Price of the chosen vision model per million tokens: the list price, or the user's own, which applies to all libraries. */
export const ModelPriceFields = ({ values }: ModelPriceProps) => (
  // Keyed by model, so that another model starts with its own draft.
  <PriceOfModel key={values.openaiModel} values={values} />
)

function PriceOfModel({ values }: ModelPriceProps) {
  const id = useId()
  const locked = useLocked('openaiPricesUsd')
  const { answer } = useAnswer(() => api.vision.prices())
  const { openaiModel: model, openaiPricesUsd: all } = values
  const own = all[model]
  // An incomplete price stays in the draft until its other half is entered.
  const [draft, setDraft] = useState<Draft>(own ?? {})
  const table = answer?.ok ? answer.value : null
  const listed = table?.models[model] ?? table?.models[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  const { modelPrice } = strings.services
  const save = (price: Price | null) => {
    const { [model]: _, ...others } = all
    const prices = price === null ? others : { ...others, [model]: price }
    void (Object.keys(prices).length === 0
      ? resetSetting('user', 'openaiPricesUsd')
      : changeSettings('user', { openaiPricesUsd: prices }))
  }
  const change = (part: keyof Price, usd: number | null) => {
    const next = { ...draft, [part]: usd }
    setDraft(next)
    const typed = Object.values(next).some((value) => value !== null && value !== undefined)
    const price = typed ? whole({ ...listed, ...given(next) }) : null
    if (price !== null || own) save(price)
  }
  const hint = table === null ? '' : own ? modelPrice.own : listed ? modelPrice.listed(table.date) : modelPrice.unknown
  return (
    <Field name="openaiPricesUsd" label={modelPrice.label} hint={hint} scope="user" resettable={false}>
      <div className="model-prices" role="group" aria-label={modelPrice.label}>
        {PARTS.map((part) => (
          <label key={part} htmlFor={`${id}-${part}`}>
            <span>{modelPrice.parts[part]}</span>
            <NumberField
              id={`${id}-${part}`}
              value={draft[part] ?? null}
              min={0}
              max={10_000}
              step={0.001}
              optional
              prefix="$"
              placeholder={listed?.[part]?.toString()}
              disabled={locked}
              onChange={(usd) => change(part, usd)}
            />
          </label>
        ))}
      </div>
    </Field>
  )
}

/** Removes empty fields, which fall back to the list price. */
const given = (draft: Draft): Draft => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null))

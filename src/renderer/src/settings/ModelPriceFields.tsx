import { useId } from 'react'
import type { Settings } from '../../../main/contract/settings.ts'
import { api } from '../host/connect.ts'
import { strings } from '../strings.ts'
import { changeSettings, resetSetting, type Scope } from './actions.ts'
import { Field, useLocked } from './Field.tsx'
import { NumberField } from './NumberField.tsx'
import { useAnswer } from './use-answer.ts'

type Price = Settings['openaiPricesUsd'][string]
const PARTS = ['input', 'cached', 'output'] as const

/** What the chosen vision model costs per million tokens: the list's prices, or the user's own. */
export function ModelPriceFields({ values, scope }: { readonly values: Settings; readonly scope: Scope }) {
  const id = useId()
  const locked = useLocked('openaiPricesUsd')
  const { answer } = useAnswer(() => api.looks.prices())
  const { openaiModel: model, openaiPricesUsd: all } = values
  const own = all[model]
  const table = answer?.ok ? answer.value : null
  const listed = table?.models[model] ?? table?.models[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')]
  const { modelPrice } = strings.services
  const save = (price: Price | null) => {
    const { [model]: _, ...others } = all
    const prices = price === null ? others : { ...others, [model]: price }
    void (Object.keys(prices).length === 0
      ? resetSetting(scope, 'openaiPricesUsd')
      : changeSettings(scope, { openaiPricesUsd: prices }))
  }
  const change = (part: (typeof PARTS)[number], usd: number | null) => {
    const { cached, ...base } = { input: listed?.input ?? 0, output: listed?.output ?? 0, ...own }
    const before = cached ?? listed?.cached ?? undefined
    if (usd !== null) return save({ ...base, ...(before === undefined ? {} : { cached: before }), [part]: usd })
    // Emptied: back to the list, or, where the list knows nothing, to no price at all.
    if (part === 'cached') return save(own ? base : null)
    return save(null)
  }
  const hint = table === null ? '' : own ? modelPrice.own : listed ? modelPrice.listed(table.date) : modelPrice.unknown
  return (
    <Field name="openaiPricesUsd" label={modelPrice.label} hint={hint} scope={scope} resettable={false}>
      <div className="model-prices" role="group" aria-label={modelPrice.label}>
        {PARTS.map((part) => (
          <label key={part} htmlFor={`${id}-${part}`}>
            <span>{modelPrice.parts[part]}</span>
            <NumberField
              id={`${id}-${part}`}
              value={own?.[part] ?? null}
              min={0}
              max={10_000}
              step={0.001}
              optional
              prefix="$"
              placeholder={listed?.[part]?.toString() ?? (part === 'cached' ? undefined : '?')}
              disabled={locked}
              onChange={(usd) => change(part, usd)}
            />
          </label>
        ))}
      </div>
    </Field>
  )
}

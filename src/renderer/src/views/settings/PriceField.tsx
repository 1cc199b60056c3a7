import { useId } from 'react'
import type { GenerationModelView } from '../../../../main/contract/generation.ts'
import type { Settings } from '../../../../main/contract/settings.ts'
import { strings } from '../../base/strings/index.ts'
import { changeSettings, resetSetting } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { NumberField } from '../../base/ui/NumberField.tsx'

interface PriceFieldProps {
  readonly values: Settings
  /** Models with a list price; null while loading. */
  readonly models: readonly GenerationModelView[] | null
}

/** The user's own price per image of the chosen model, where it differs from the list; applies to all libraries. */
export function PriceField({ values, models }: PriceFieldProps) {
  const id = useId()
  const locked = useLocked('imagePricesUsd')
  const { replicateModel: model, imagePricesUsd } = values
  const own = imagePricesUsd[model] ?? null
  const listed = models?.find((each) => each.model === model)?.priceUsd
  const { priceHint } = strings.services
  const change = (priceUsd: number | null) => {
    const { [model]: _, ...others } = imagePricesUsd
    const prices = priceUsd === null ? others : { ...others, [model]: priceUsd }
    void (Object.keys(prices).length === 0
      ? resetSetting('user', 'imagePricesUsd')
      : changeSettings('user', { imagePricesUsd: prices }))
  }
  return (
    <Field
      name="imagePricesUsd"
      label={strings.services.price}
      htmlFor={id}
      hint={
        models === null
          ? ''
          : listed === undefined
            ? priceHint.unknown
            : own === null
              ? priceHint.known(listed)
              : priceHint.own(listed)
      }
      scope="user"
      resettable={false}
    >
      <NumberField
        id={id}
        value={own}
        min={0}
        max={1000}
        step={0.001}
        optional
        prefix="$"
        placeholder={listed?.toString()}
        disabled={locked}
        onChange={change}
      />
    </Field>
  )
}

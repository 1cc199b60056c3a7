import { ChevronDown } from 'lucide-react'
import type { Settings } from '../../../../main/contract/settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { useLibrary } from '../../model/library/library-store.ts'
import { Select } from '../../base/ui/Select.tsx'
import { strings } from '../../base/strings/index.ts'

const GENERATORS: readonly Settings['generator'][] = ['local', 'replicate']

interface GeneratorChoiceProps {
  /** True while plans are being made. */
  readonly busy: boolean
  readonly onChoose: (generator: Settings['generator']) => void
}

/** Chooses the generator; a change makes the plans again, because they include its price. */
export function GeneratorChoice({ busy, onChoose }: GeneratorChoiceProps) {
  const generator = useLibrary((state) => state.settings?.values.generator ?? 'local')
  const locked = useLocked('generator')
  return (
    <span className="plan-generator">
      <Select
        aria-label={strings.plan.generator}
        value={generator}
        of={GENERATORS}
        nameOf={(each) => strings.plan.generators[each]}
        disabled={locked}
        aria-busy={busy}
        onChoose={(chosen) => {
          if (!busy) onChoose(chosen)
        }}
      />
      <ChevronDown size={13} aria-hidden />
    </span>
  )
}

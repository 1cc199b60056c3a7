import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Settings } from '../../../main/contract/settings.ts'
import { useLibrary } from '../app/library-store.ts'
import { strings } from '../strings.ts'
import { changeGenerator } from './actions.ts'

const GENERATORS: readonly Settings['generator'][] = ['local', 'replicate']

interface GeneratorChoiceProps {
  readonly busy: boolean
}

/** Who makes the missing images; choosing another asks for the plans again, since they carry its price. */
export function GeneratorChoice({ busy }: GeneratorChoiceProps) {
  const generator = useLibrary((state) => state.settings?.values.generator ?? 'local')
  const source = useLibrary((state) => state.settings?.sources['generator'])
  const [changing, setChanging] = useState(false)
  const choose = async (value: string) => {
    const chosen = GENERATORS.find((each) => each === value)
    if (busy || changing || !chosen) return
    setChanging(true)
    await changeGenerator(chosen)
    setChanging(false)
  }
  return (
    <span className="plan-generator">
      <select
        aria-label={strings.plan.generator}
        value={generator}
        disabled={source === 'flag' || source === 'environment'}
        aria-busy={busy || changing}
        onChange={(event) => void choose(event.target.value)}
      >
        {GENERATORS.map((each) => (
          <option key={each} value={each}>
            {strings.plan.generators[each]}
          </option>
        ))}
      </select>
      <ChevronDown size={13} aria-hidden />
    </span>
  )
}

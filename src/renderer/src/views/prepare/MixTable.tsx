import type { TrainingSetView } from '../../../../main/contract/training.ts'
import { percentSeen } from '../../../../main/domain/training/repeats.ts'
import { strings } from '../../base/strings/index.ts'

const text = strings.prepare.export
const { lanes } = strings
const NAMES = new Map<string, string>(Object.entries(lanes))

export const nameOfStyle = (style: string): string => NAMES.get(style) ?? style

/** How often the trainer sees each style: images, repeats, and share of an epoch. */
export function MixTable({ subsets }: Pick<TrainingSetView, 'subsets'>) {
  const percent = percentSeen(subsets)
  return (
    <table className="mix-table num">
      <thead>
        <tr>
          <th>{text.style}</th>
          <th>{text.images}</th>
          <th>{text.repeats}</th>
          <th>{text.seen}</th>
        </tr>
      </thead>
      <tbody>
        {subsets.map((subset, i) => (
          <tr key={subset.style}>
            <td>{nameOfStyle(subset.style)}</td>
            <td>{subset.images}</td>
            <td>{subset.repeats}</td>
            <td>{percent[i]} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

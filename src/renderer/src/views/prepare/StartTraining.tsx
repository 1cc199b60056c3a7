import { Play } from 'lucide-react'
import { useState } from 'react'
import { attempt } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { isTraining, useRuns } from '../../model/work/runs-store.ts'

const text = strings.prepare.training

/** Starts a training at Replicate after showing its price. The dock shows the progress and can cancel it. */
export function StartTraining({ versionId }: { readonly versionId: string }) {
  const { answer } = useAnswer(() => api.training.quote({ versionId }))
  const [destination, setDestination] = useState('')
  const [asking, setAsking] = useState(false)
  const training = useRuns((state) => [...state.tasks.values()].some(isTraining))
  if (answer === null) return null
  if (!answer.ok) return <p role="alert">{answer.problem.message}</p>
  const { steps, usd, limitUsd } = answer.value
  const start = async () => {
    setAsking(true)
    const model = destination.trim()
    await attempt(() => api.training.start({ versionId, ...(model !== '' && { destination: model }) }))
    setAsking(false)
  }
  return (
    <form
      className="start-training"
      onSubmit={(event) => {
        event.preventDefault()
        void start()
      }}
    >
      <p className="num">{text.price(steps, usd, limitUsd)}</p>
      <label className="export-field">
        {text.destination}
        <input
          className="text-field"
          value={destination}
          placeholder={text.destinationHint}
          onChange={(event) => setDestination(event.target.value)}
        />
      </label>
      <Button size="s" variant="primary" type="submit" icon={<Play size={14} />} disabled={asking || training}>
        {training ? text.underWay : text.go(usd)}
      </Button>
    </form>
  )
}

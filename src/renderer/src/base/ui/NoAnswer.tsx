import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { strings } from '../strings/index.ts'
import { Empty, Spinner } from './Bits.tsx'
import { Button } from './Button.tsx'

interface NoAnswerProps {
  /** Null while the answer is pending. */
  readonly answer: { readonly ok: true } | { readonly ok: false; readonly problem: { readonly message: string } } | null
  readonly loading: string
  readonly again: () => void
  /** Actions besides Try again. */
  readonly children?: ReactNode
}

/** Shows that an answer is pending, or why it failed. Renders nothing once the answer is there. */
export function NoAnswer({ answer, loading, again, children }: NoAnswerProps) {
  if (answer === null)
    return (
      <p className="answer-wait" role="status">
        <Spinner label="" /> {loading}
      </p>
    )
  if (answer.ok) return null
  return (
    <Empty icon={<CircleAlert size={30} />} title={answer.problem.message}>
      {children}
      <Button onClick={again}>{strings.retry}</Button>
    </Empty>
  )
}

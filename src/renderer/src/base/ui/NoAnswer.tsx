import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { strings } from '../strings/index.ts'
import { Empty, Spinner } from './Bits.tsx'
import { Button } from './Button.tsx'

interface NoAnswerProps {
  /** Null: on its way. */
  readonly answer: { readonly ok: true } | { readonly ok: false; readonly problem: { readonly message: string } } | null
  readonly loading: string
  readonly again: () => void
  /** Other ways on than to try again. */
  readonly children?: ReactNode
}

/** Stands where an answer will: that it is on its way, or why it did not come. Nothing once it is there. */
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

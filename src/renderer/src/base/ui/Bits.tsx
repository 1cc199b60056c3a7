import type { ReactNode } from 'react'
import './bits.css'

/** A progress ring: full at a share of 1. */
export function Ring({
  share,
  label,
  size = 36,
}: {
  readonly share: number
  readonly label: string
  readonly size?: number
}) {
  const radius = 15
  const around = 2 * Math.PI * radius
  return (
    <svg className="ring" width={size} height={size} viewBox="0 0 36 36" role="img" aria-label={label}>
      <circle cx="18" cy="18" r={radius} />
      <circle
        className="ring-share"
        cx="18"
        cy="18"
        r={radius}
        strokeDasharray={`${around * Math.min(1, share)} ${around}`}
        transform="rotate(-90 18 18)"
        data-none={share <= 0 || undefined}
      />
    </svg>
  )
}

interface ProgressProps {
  readonly done: number
  readonly total: number
  readonly label: string
}

export function Progress({ done, total, label }: ProgressProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(1, total)}
      aria-valuenow={Math.min(done, Math.max(1, total))}
      data-endless={total === 0 || undefined}
    >
      <i style={{ scale: `${total === 0 ? 0.3 : share} 1` }} />
    </div>
  )
}

interface EmptyProps {
  readonly icon?: ReactNode
  readonly title: string
  readonly text?: string | undefined
  readonly children?: ReactNode
}

/** An empty state: a message, with the next step as children. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {children !== undefined && <div className="empty-actions">{children}</div>}
    </div>
  )
}

export const Spinner = ({ label }: { readonly label: string }) => (
  <span className="spinner" {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })} />
)

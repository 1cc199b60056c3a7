import type { ReactNode } from 'react'

interface SyncRowProps {
  readonly icon: ReactNode
  readonly children: ReactNode
  /** Second line in smaller type. */
  readonly text?: string
  readonly aside?: string
  readonly level?: 'warning'
}

/** One kind of action in the preview of a sync. */
export const SyncRow = ({ icon, children, text, aside, level }: SyncRowProps) => (
  <li className="sync-row" data-level={level}>
    {icon}
    <div>
      {children}
      {text !== undefined && <small>{text}</small>}
    </div>
    {aside !== undefined && <span className="soft">{aside}</span>}
  </li>
)

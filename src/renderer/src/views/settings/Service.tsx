import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ServiceName } from '../../../../main/contract/secrets.ts'
import { strings } from '../../base/strings/index.ts'
import { TestConnection } from './TestConnection.tsx'

interface ServiceProps {
  readonly service: ServiceName
  /** Whether the settings call upon it: it lies open then. */
  readonly used: boolean
  /** It is called upon and cannot answer. */
  readonly keyMissing?: boolean
  readonly subject: string
  readonly children: ReactNode
}

/** What belongs to one service, out of the way until it matters. */
export function Service({ service, used, keyMissing = false, subject, children }: ServiceProps) {
  const [open, setOpen] = useState(used)
  const [wasUsed, setWasUsed] = useState(used)
  if (wasUsed !== used) {
    setWasUsed(used)
    if (used) setOpen(true)
  }
  const { services } = strings
  return (
    <details
      className="service"
      data-service={service}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <ChevronRight size={15} aria-hidden />
        <span>{services.names[service]}</span>
        <small data-level={keyMissing ? 'warning' : undefined}>
          {keyMissing ? services.keyMissing : used ? services.used : services.unused}
        </small>
      </summary>
      <div className="service-fields">
        {children}
        <TestConnection service={service} subject={subject} />
      </div>
    </details>
  )
}

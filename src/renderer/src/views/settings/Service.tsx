import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ServiceName } from '../../../../main/contract/secrets.ts'
import { strings } from '../../base/strings/index.ts'
import { TestConnection } from './TestConnection.tsx'

interface ServiceProps {
  readonly service: ServiceName
  /** Whether the settings call upon it: it lies open then. */
  readonly used: boolean
  /** It is called upon and cannot answer: what it lacks. */
  readonly missing?: string | undefined
  /** It is not called upon, but could be. */
  readonly found?: boolean
  readonly subject: string
  readonly children: ReactNode
}

/** What belongs to one service, out of the way until it matters. */
export function Service({ service, used, missing, found = false, subject, children }: ServiceProps) {
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
        <small data-level={missing === undefined ? undefined : 'warning'}>
          {missing ?? (used ? services.used : found ? services.found : services.unused)}
        </small>
      </summary>
      <div className="service-fields">
        {children}
        <TestConnection service={service} subject={subject} />
      </div>
    </details>
  )
}

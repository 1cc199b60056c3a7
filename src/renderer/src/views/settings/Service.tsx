import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ServiceName } from '../../../../main/contract/secrets.ts'
import { strings } from '../../base/strings/index.ts'
import { TestConnection } from './TestConnection.tsx'

interface ServiceProps {
  readonly service: ServiceName
  /** True when the settings use this service; its section is open then. */
  readonly used: boolean
  /** What is missing for a service that is used. */
  readonly missing?: string | undefined
  /** True when the service is available but not used. */
  readonly found?: boolean
  readonly subject: string
  readonly children: ReactNode
}

/** Settings of one service, collapsed unless it is used. */
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

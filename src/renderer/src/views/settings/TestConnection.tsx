import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { ServiceName, ServiceReport } from '../../../../main/contract/secrets.ts'
import { outcome } from '../../base/host/attempt.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import { Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { allSaved } from '../../model/library/change-settings.ts'

interface TestConnectionProps {
  readonly service: ServiceName
  /** Key of the tested configuration; when it changes, the last result is dropped. */
  readonly subject: string
}

export function TestConnection({ service, subject }: TestConnectionProps) {
  const [report, setReport] = useState<ServiceReport | null>(null)
  const [testing, setTesting] = useState(false)
  const [of, setOf] = useState(subject)
  if (of !== subject) {
    setOf(subject)
    setReport(null)
  }
  const test = async () => {
    setTesting(true)
    setReport(null)
    await allSaved()
    const answer = await outcome(api.services.test({ service }))
    setReport(answer.ok ? answer.value : { ok: false, message: answer.problem.message })
    setTesting(false)
  }
  const { services } = strings
  return (
    <div className="service-test">
      <Button size="s" aria-disabled={testing} onClick={() => !testing && void test()}>
        {services.test} <span className="visually-hidden">({services.names[service]})</span>
      </Button>
      <p aria-live="polite" className="selectable" data-ok={report?.ok}>
        {testing && (
          <>
            <Spinner label="" /> {services.testing}
          </>
        )}
        {report && (
          <>
            {report.ok ? <CircleCheck size={15} aria-hidden /> : <CircleAlert size={15} aria-hidden />}
            <span>
              <span className="visually-hidden">{report.ok ? services.ok : services.bad} </span>
              {report.message}
            </span>
          </>
        )}
      </p>
    </div>
  )
}

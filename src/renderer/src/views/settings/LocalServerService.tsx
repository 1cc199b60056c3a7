import { RefreshCw } from 'lucide-react'
import { api } from '../../base/host/connect.ts'
import { useAnswer } from '../../base/host/use-answer.ts'
import { strings } from '../../base/strings/index.ts'
import { Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { NumberSetting } from './NumberSetting.tsx'
import { Service } from './Service.tsx'
import type { ServiceFieldsProps } from './service-fields.ts'
import { TextField } from './TextField.tsx'

/** A local vision server. Servers that answer on this machine are looked up when these settings open, and offered. */
export function LocalServerService({ values, scope }: Omit<ServiceFieldsProps, 'secrets'>) {
  const { answer, again } = useAnswer(() => api.services.localServers())
  const { services } = strings
  const { localServerUrl: url, localServerModel: model } = values
  const found = answer?.ok ? answer.value : []
  const models = found.find((server) => server.url === url)?.models ?? []
  const used = values.evaluator === 'local-server'
  const use = async (server: (typeof found)[number]) => {
    await changeSettings('user', { localServerUrl: server.url })
    const [first] = server.models
    if (first !== undefined && !server.models.includes(model)) await changeSettings(scope, { localServerModel: first })
    await changeSettings(scope, { evaluator: 'local-server' })
  }
  return (
    <Service
      service="local-server"
      used={used}
      missing={used && model === '' ? services.modelMissing : undefined}
      found={found.length > 0}
      subject={JSON.stringify([url, model])}
    >
      <div className="local-servers" role="group" aria-label={services.localServers.label}>
        {answer === null ? (
          <p>
            <Spinner label="" /> {services.localServers.searching}
          </p>
        ) : found.length === 0 ? (
          <p>{services.localServers.none}</p>
        ) : (
          found.map((server) => (
            <div key={server.url} className="local-server">
              <span>
                {server.name}
                <small>{services.localServers.models(server.models.length)}</small>
              </span>
              {used && server.url === url ? (
                <small>{services.used}</small>
              ) : (
                <Button size="s" onClick={() => void use(server)}>
                  {services.localServers.use(server.name)}
                </Button>
              )}
            </div>
          ))
        )}
        <Button size="s" variant="quiet" icon={<RefreshCw size={14} aria-hidden />} onClick={again}>
          {services.localServers.again}
        </Button>
      </div>
      <TextField
        name="localServerModel"
        label={services.model}
        hint={services.localServers.modelHint}
        scope={scope}
        placeholder="qwen2.5vl:7b"
        suggestions={models}
      />
      <TextField
        name="localServerUrl"
        label={services.baseUrl}
        hint={services.localServers.urlHint}
        // A library must never decide where images are sent.
        scope="user"
        required
        pattern="https?://[^\s/]+\S*"
        bad={services.baseUrlBad}
      />
      <NumberSetting
        name="localServerConcurrency"
        label={services.localServers.concurrency}
        scope="user"
        min={1}
        max={16}
      />
    </Service>
  )
}

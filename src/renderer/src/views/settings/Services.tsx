import { LockKeyhole, TriangleAlert } from 'lucide-react'
import type { Settings } from '../../../../main/contract/settings.ts'
import { api } from '../../base/host/connect.ts'
import { strings } from '../../base/strings/index.ts'
import type { Scope } from '../../model/library/change-settings.ts'
import { LocalServerService } from './LocalServerService.tsx'
import { ModelPriceFields } from './ModelPriceFields.tsx'
import { PriceField } from './PriceField.tsx'
import { SecretField } from './SecretField.tsx'
import type { ServiceFieldsProps } from './service-fields.ts'
import { Service } from './Service.tsx'
import { StoreService } from './StoreService.tsx'
import { TextField } from './TextField.tsx'
import { UnencryptedHost } from './UnencryptedHost.tsx'
import { useAnswer } from '../../base/host/use-answer.ts'
import { useSecrets } from './use-secrets.ts'

function OpenAiService({ values, scope, secrets }: ServiceFieldsProps) {
  const { services } = strings
  const key = secrets.of('OPENAI_API_KEY')
  const used = values.evaluator === 'openai'
  return (
    <Service
      service="openai"
      used={used}
      missing={used && key !== null && key.source === null ? services.keyMissing : undefined}
      subject={JSON.stringify([values.openaiModel, values.openaiBaseUrl, key])}
    >
      <SecretField name="OPENAI_API_KEY" service="openai" secrets={secrets} />
      <TextField name="openaiModel" label={services.model} scope={scope} required bad={services.modelEmpty} />
      <ModelPriceFields values={values} />
      <TextField
        name="openaiBaseUrl"
        label={services.baseUrl}
        hint={services.baseUrlHint}
        // A library must never decide where a key is sent.
        scope="user"
        placeholder="https://api.openai.com/v1"
        pattern="https?://[^\s/]+\S*"
        bad={services.baseUrlBad}
      />
      <UnencryptedHost address={values.openaiBaseUrl} hosts={values.unencryptedHosts} />
    </Service>
  )
}

function ReplicateService({ values, scope, secrets }: ServiceFieldsProps) {
  const { services } = strings
  const token = secrets.of('REPLICATE_API_TOKEN')
  const { answer } = useAnswer(() => api.generators.models())
  const models = answer?.ok ? answer.value : null
  const used = values.generator === 'replicate'
  const { replicateModel: model, imagePricesUsd } = values
  return (
    <Service
      service="replicate"
      used={used}
      missing={used && token !== null && token.source === null ? services.keyMissing : undefined}
      subject={JSON.stringify([model, imagePricesUsd[model], token])}
    >
      <SecretField name="REPLICATE_API_TOKEN" service="replicate" secrets={secrets} />
      <TextField
        name="replicateModel"
        label={services.replicateModel}
        hint={services.replicateModelHint}
        scope={scope}
        required
        pattern="[\w.\-]+/[\w.\-]+"
        bad={services.replicateModelBad}
        suggestions={models?.map((each) => each.model) ?? []}
      />
      <PriceField values={values} models={models} />
      <UnencryptedHost address={values.replicateBaseUrl} hosts={values.unencryptedHosts} />
    </Service>
  )
}

/** Settings of a fleet: only its database. */
function FleetService({ secrets }: Pick<ServiceFieldsProps, 'secrets'>) {
  const address = secrets.of('EVENCAST_FLEET')
  return (
    <Service service="fleet" used={(address?.source ?? null) !== null} subject={JSON.stringify(address)}>
      <SecretField name="EVENCAST_FLEET" service="fleet" secrets={secrets} />
    </Service>
  )
}

/** Warns who else could read the stored keys. */
function KeyGuardNote() {
  const { answer } = useAnswer(() => api.secrets.guard())
  if (!answer?.ok) return null
  const bad = answer.value === 'weak' || answer.value === 'unreadable'
  return (
    <p className="key-guard" data-level={bad ? 'warning' : undefined}>
      {bad ? <TriangleAlert size={15} aria-hidden /> : <LockKeyhole size={15} aria-hidden />}
      <span>{strings.services.keyGuard[answer.value]}</span>
    </p>
  )
}

/** Services that Evencast may use, each with its key, its settings and a connection test. */
export function Services({ values, scope }: { readonly values: Settings; readonly scope: Scope }) {
  const secrets = useSecrets()
  const shared = { values, scope, secrets }
  return (
    <section>
      <h3>{strings.settings.sections.services}</h3>
      <OpenAiService {...shared} />
      <LocalServerService values={values} scope={scope} />
      <ReplicateService {...shared} />
      <StoreService {...shared} />
      <FleetService secrets={secrets} />
      <KeyGuardNote />
    </section>
  )
}

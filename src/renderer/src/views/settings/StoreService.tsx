import { strings } from '../../base/strings/index.ts'
import { SwitchSetting } from './ChoiceSetting.tsx'
import { NumberSetting } from './NumberSetting.tsx'
import { SecretField } from './SecretField.tsx'
import { Service } from './Service.tsx'
import type { ServiceFieldsProps } from './service-fields.ts'
import { TextField } from './TextField.tsx'
import { UnencryptedHost } from './UnencryptedHost.tsx'
import { useDraft } from '../../base/ui/use-draft.ts'

/** Settings of the store. A folder needs only its address. */
export function StoreService({ values, scope, secrets }: ServiceFieldsProps) {
  // Follows the typed address, not the saved one: fields that appear or disappear on blur would move the focus.
  const [url, setUrl] = useDraft(values.store)
  const { services } = strings
  const keys = [secrets.of('AWS_ACCESS_KEY_ID'), secrets.of('AWS_SECRET_ACCESS_KEY')]
  const { store, storeEndpoint, storeRegion, storeProfile } = values
  return (
    <Service
      service="store"
      used={store !== ''}
      subject={JSON.stringify([store, storeEndpoint, storeRegion, storeProfile, keys])}
    >
      <TextField
        name="store"
        label={services.store}
        hint={services.storeHint}
        scope={scope}
        placeholder={services.storePlaceholder}
        pattern="(?:s3://[^\s/]|file:///).*"
        bad={services.storeBad}
        onDraft={setUrl}
      />
      {!url.trim().startsWith('file:') && (
        <>
          <TextField
            name="storeEndpoint"
            label={services.storeEndpoint}
            hint={services.storeEndpointHint}
            // A library must never decide where keys are sent.
            scope="user"
            placeholder="https://"
            pattern="https?://[^\s/]+\S*"
            bad={services.storeEndpointBad}
          />
          <UnencryptedHost address={storeEndpoint} hosts={values.unencryptedHosts} />
          <TextField name="storeRegion" label={services.storeRegion} scope={scope} placeholder="us-east-1" />
          <TextField
            name="storeProfile"
            label={services.storeProfile}
            hint={services.storeProfileHint}
            scope={scope}
            placeholder="default"
          />
          <SecretField name="AWS_ACCESS_KEY_ID" service="store" secrets={secrets} />
          <SecretField name="AWS_SECRET_ACCESS_KEY" service="store" secrets={secrets} />
        </>
      )}
      <NumberSetting
        name="maxDeletedPercent"
        label={services.maxDeleted}
        hint={services.maxDeletedHint}
        scope={scope}
        min={0}
        max={100}
      />
      <SwitchSetting
        name="deleteForeign"
        label={services.deleteForeign}
        hint={services.deleteForeignHint}
        scope={scope}
      />
    </Service>
  )
}

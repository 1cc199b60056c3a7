import { strings } from '../../base/strings/index.ts'
import { Segmented } from '../../base/ui/Segmented.tsx'
import { changeSettings } from '../../model/library/change-settings.ts'
import { useLocked } from '../../model/library/is-locked.ts'
import { Field } from './Field.tsx'
import { unencryptedHost } from './unencrypted-host.ts'

interface UnencryptedHostProps {
  /** The typed address. */
  readonly address: string
  /** Hosts that the user has confirmed. */
  readonly hosts: readonly string[]
}

/** Asks whether keys may be sent to an address without encryption. Renders nothing for encrypted addresses and for this computer. */
export function UnencryptedHost({ address, hosts }: UnencryptedHostProps) {
  const locked = useLocked('unencryptedHosts')
  const host = unencryptedHost(address)
  if (host === null) return null
  const { services } = strings
  const others = hosts.filter((one) => one !== host)
  return (
    <Field
      name="unencryptedHosts"
      label={services.unencrypted(host)}
      hint={services.unencryptedHint}
      scope="user"
      resettable={false}
    >
      <Segmented
        label={services.unencrypted(host)}
        value={hosts.includes(host) ? 'on' : 'off'}
        options={strings.settings.onOff}
        disabled={locked}
        onChange={(value) =>
          void changeSettings('user', { unencryptedHosts: value === 'on' ? [...others, host] : others })
        }
      />
    </Field>
  )
}

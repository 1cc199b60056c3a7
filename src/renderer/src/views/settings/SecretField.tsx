import { useId, useRef, useState } from 'react'
import type { SecretName, ServiceName } from '../../../../main/contract/secrets.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import type { KnownSecrets } from './use-secrets.ts'

interface SecretFieldProps {
  readonly name: SecretName
  readonly service: ServiceName
  readonly secrets: KnownSecrets
}

/**
 * A field for a key, which is never displayed: Enter or leaving the field sends it to the core and clears the field. A refused key stays,
 * with the reason.
 */
export function SecretField({ name, service, secrets }: SecretFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const view = secrets.of(name)
  const { services } = strings
  const label = services.keys[name]
  const serviceName = services.names[service]
  const source = view?.source ?? null
  // A key too short for a hint has only an ellipsis.
  const hint = view?.hint && view.hint !== '…' ? `, ${view.hint}` : ''
  const said = source === null ? services.keySource.none : services.keySource[source](hint)
  const [toEnter, toReplace] =
    name === 'EVENCAST_FLEET' ? [services.addressEnter, services.addressNew] : [services.keyEnter, services.keyNew]
  const save = async () => {
    const value = input.current?.value.trim() ?? ''
    if (input.current) input.current.value = ''
    if (value === '') return setProblem(null)
    const refused = await secrets.set(name, value)
    setProblem(refused)
    if (refused !== null && input.current?.value === '') input.current.value = value
  }
  const forget = () => {
    // The Remove button disappears with the key.
    input.current?.focus()
    void secrets.set(name, null).then(setProblem)
  }
  return (
    <>
      <div className="field" data-secret={name}>
        <div className="field-label">
          <label htmlFor={id}>
            {label} <span className="visually-hidden">({serviceName})</span>
          </label>
          <small id={`${id}-said`} aria-live="polite">
            {view !== null && said}
          </small>
        </div>
        <div className="field-value">
          {source === 'stored' && (
            <Button variant="quiet" size="s" aria-label={services.forgetLabel(serviceName, label)} onClick={forget}>
              {services.forget}
            </Button>
          )}
          <input
            id={id}
            ref={input}
            className="text-field"
            data-narrow={source === 'stored' || undefined}
            type="password"
            autoComplete="new-password"
            spellCheck={false}
            maxLength={500}
            disabled={source === 'environment'}
            placeholder={source === 'environment' ? services.keyLocked : source === null ? toEnter : toReplace}
            aria-describedby={`${id}-said`}
            aria-invalid={problem !== null || undefined}
            onBlur={() => void save()}
            onKeyDown={(event) => event.key === 'Enter' && void save()}
          />
        </div>
      </div>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

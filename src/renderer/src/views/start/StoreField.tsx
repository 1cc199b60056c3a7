import type { SubmitEvent } from 'react'
import { isStoreAddress } from '../../../../main/domain/store-address.ts'
import { openStore } from '../../model/session/library-actions.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'

interface StoreFieldProps {
  readonly address: string
  readonly onAddress: (address: string) => void
}

/** Opens a library in a bucket by its address. */
export function StoreField({ address, onAddress }: StoreFieldProps) {
  const isAddress = isStoreAddress(address)
  const open = (event: SubmitEvent) => {
    event.preventDefault()
    if (isAddress) void openStore(address.trim())
  }
  return (
    <form className="start-store" onSubmit={open}>
      <input
        className="text-field"
        aria-label={strings.start.storeAddress}
        placeholder={strings.start.storePlaceholder}
        spellCheck={false}
        autoComplete="off"
        value={address}
        onChange={(event) => onAddress(event.target.value)}
      />
      <Button type="submit" disabled={!isAddress}>
        {strings.start.storeOpen}
      </Button>
    </form>
  )
}

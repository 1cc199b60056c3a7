import { useState } from 'react'
import { closePanel } from '../../model/window/view-store.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { Dialog } from '../../base/ui/Dialog.tsx'
import { useFilter } from '../../model/images/filter-store.ts'
import { saveFilter } from '../../model/search/saved.ts'

const text = strings.search

/** Asks for a name for the applied filter. */
export function SaveFilter() {
  const filter = useFilter((state) => state.applied)
  const [name, setName] = useState('')
  const given = name.trim()
  return (
    <Dialog title={text.saveTitle} onClose={closePanel}>
      <form
        className="save-filter"
        onSubmit={(event) => {
          event.preventDefault()
          if (given === '') return
          closePanel()
          void saveFilter({ name: given, filter })
        }}
      >
        <code>{filter}</code>
        <label>
          {text.saveName}
          <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </label>
        <Button type="submit" variant="primary" disabled={given === ''}>
          {text.saveAction}
        </Button>
      </form>
    </Dialog>
  )
}

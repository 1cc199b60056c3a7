import { FolderOpen, X } from 'lucide-react'
import { useState } from 'react'
import type { FolderView } from '../../../../main/contract/views.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Button } from '../../base/ui/Button.tsx'
import { notify } from '../../base/ui/notify.ts'

const text = strings.prepare.export

interface RegularisationProps {
  readonly folder: FolderView | null
  readonly onChange: (folder: FolderView | null) => void
}

/** Folder of regularisation images, chosen in the host's dialog, or typed as a path where there is none. */
export function Regularisation({ folder, onChange }: RegularisationProps) {
  const [path, setPath] = useState('')
  const { pickFolder, folderForPath } = capabilities
  const pick = async () => {
    const picked = await pickFolder?.()
    if (picked) onChange(picked)
  }
  const find = async () => {
    if (path.trim() === '' || !folderForPath) return onChange(null)
    try {
      onChange(await folderForPath(path.trim()))
    } catch (error) {
      onChange(null)
      notify('error', error instanceof Error ? error.message : '')
    }
  }
  if (!pickFolder)
    return (
      <label className="export-field">
        {text.regularisation}
        <input
          className="text-field"
          value={path}
          placeholder={text.regularisationHint}
          onChange={(event) => setPath(event.target.value)}
          onBlur={() => void find()}
        />
      </label>
    )
  return (
    <div className="export-field">
      {text.regularisation}
      <span className="export-actions">
        <Button size="s" icon={<FolderOpen size={14} />} onClick={() => void pick()}>
          {folder ? folder.name : text.chooseFolder}
        </Button>
        {folder && (
          <Button size="s" variant="quiet" icon={<X size={14} />} onClick={() => onChange(null)}>
            {text.noFolder}
          </Button>
        )}
      </span>
    </div>
  )
}

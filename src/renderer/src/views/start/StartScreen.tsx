import { Clock, FolderOpen, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { chooseFolder, openFolder, openSample } from '../../model/session/library-actions.ts'
import { type LibraryState, useLibrary } from '../../model/library/library-store.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Spinner } from '../../base/ui/Bits.tsx'
import { Button } from '../../base/ui/Button.tsx'
import { StoreField } from './StoreField.tsx'
import { UpdateOffer } from './UpdateOffer.tsx'
import { TargetArt } from './TargetArt.tsx'
import './start.css'

const POINTS = [
  [strings.start.point1, strings.start.point1Text],
  [strings.start.point2, strings.start.point2Text],
  [strings.start.point3, strings.start.point3Text],
] as const

export function StartScreen() {
  const recent = useLibrary((state) => state.recent)
  const opening = useLibrary((state) => state.opening)
  return (
    <main className="start">
      <section className="start-art" aria-hidden>
        <TargetArt />
        <ul>
          {POINTS.map(([title, text]) => (
            <li key={title}>
              <b>{title}</b>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="start-choice">
        <h1>{strings.product}</h1>
        <p className="start-tagline">{strings.tagline}</p>
        <StartChoice recent={recent} opening={opening} />
        <UpdateOffer />
      </section>
    </main>
  )
}

/** Ways to open a library; while one is opening, only its name. */
export function StartChoice({ recent, opening }: Pick<LibraryState, 'recent' | 'opening'>) {
  // Kept while opening, so that the user can correct an address that fails.
  const [address, setAddress] = useState('')
  const first = recent.length === 0
  const open = (
    <Button variant={first ? 'plain' : 'primary'} icon={<FolderOpen size={16} />} onClick={() => void chooseFolder()}>
      {strings.start.open}
    </Button>
  )
  if (opening !== null)
    return (
      <>
        <Opening name={opening} />
        {/* Whoever has a folder of their own need not wait for the sample. */}
        {opening === strings.start.sampleTitle && <div className="start-open">{open}</div>}
      </>
    )
  return (
    <>
      {first && (
        <div className="start-sample">
          <h2>
            <Sparkles size={16} /> {strings.start.sampleTitle}
          </h2>
          <p>{strings.start.sampleText}</p>
          <Button variant="primary" onClick={() => void openSample()}>
            {strings.start.sampleButton}
          </Button>
        </div>
      )}
      <div className="start-open">
        {open}
        {capabilities.folderForDrop && <span className="faint">{strings.start.drop}</span>}
      </div>
      <p className="start-hint">{strings.start.openHint}</p>
      <StoreField address={address} onAddress={setAddress} />
      {!first && (
        <>
          <h2 className="start-heading">
            <Clock size={14} /> {strings.start.recent}
          </h2>
          <ul className="start-recent">
            {recent.map((folder) => (
              <li key={folder.folderId}>
                <button type="button" onClick={() => void openFolder(folder)}>
                  <b>{folder.name}</b>
                  <span className="ellipsis">{folder.hint}</span>
                </button>
              </li>
            ))}
          </ul>
          <Button variant="quiet" size="s" icon={<Sparkles size={14} />} onClick={() => void openSample()}>
            {strings.start.sampleLink}
          </Button>
        </>
      )}
    </>
  )
}

function Opening({ name }: { readonly name: string }) {
  return (
    <p className="start-opening" role="status">
      <Spinner label="" /> {strings.start.opening(name)}
    </p>
  )
}

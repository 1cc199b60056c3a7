import { type ReactNode, useEffect } from 'react'
import { Compare } from '../views/compare/Compare.tsx'
import { Duplicates } from '../views/compare/Duplicates.tsx'
import { Crop } from '../views/crop/Crop.tsx'
import { Culling } from '../views/culling/Culling.tsx'
import { type Cover, focusAfterCover, useCovers } from '../model/surface/cover-store.ts'

const COVERS: Readonly<Record<Cover, () => ReactNode>> = {
  culling: Culling,
  compare: Compare,
  duplicates: Duplicates,
  crop: Crop,
}

/** The pages, and full-window views above them. Pages stay mounted below, so that closing a view returns to the same scroll position. */
export function Covers({ children }: { readonly children: ReactNode }) {
  const cover = useCovers((state) => state.stack.at(-1))
  const covered = cover !== undefined
  useEffect(() => {
    if (!covered) return undefined
    return focusAfterCover
  }, [covered])
  const Shown = cover === undefined ? null : COVERS[cover]
  return (
    <>
      <div className="pages" inert={covered} data-covered={covered || undefined}>
        {children}
      </div>
      {Shown && <Shown />}
    </>
  )
}

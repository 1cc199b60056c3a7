import { Images, LayoutList } from 'lucide-react'
import { keyLabel } from '../../model/commands/keys.ts'
import { capabilities } from '../../base/host/capabilities.ts'
import { strings } from '../../base/strings/index.ts'
import { Kbd } from '../../base/ui/Button.tsx'
import { type Page, showPage, useView } from '../../model/window/view-store.ts'
import './sidebar-nav.css'

const ENTRIES = [
  { page: 'all-actors', icon: LayoutList, label: strings.allActors.title, key: 'o' },
  { page: 'search', icon: Images, label: strings.search.title, key: 'shift+f' },
] as const satisfies readonly {
  readonly page: Page
  readonly icon: unknown
  readonly label: string
  readonly key: string
}[]

/** Navigation to the pages about several actors. */
export function SidebarNav() {
  const page = useView((state) => state.page)
  return (
    <nav className="sidebar-nav" aria-label={strings.allActors.nav}>
      {ENTRIES.map((entry) => (
        <button
          key={entry.page}
          type="button"
          aria-current={page === entry.page ? 'page' : undefined}
          onClick={() => showPage(entry.page)}
        >
          <entry.icon size={15} aria-hidden />
          <span className="ellipsis">{entry.label}</span>
          <Kbd>{keyLabel(entry.key, capabilities.modifier)}</Kbd>
        </button>
      ))}
    </nav>
  )
}

import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { strings } from '../strings/index.ts'

const ID = 'menus'

/** Menus open inside a landmark, so that nothing on the page lies outside of one. */
export const MenuLandmark = () => <section id={ID} aria-label={strings.menus} />

export const MenuPortal = ({ children }: { readonly children: ReactNode }) => (
  <Menu.Portal container={document.getElementById(ID)}>{children}</Menu.Portal>
)

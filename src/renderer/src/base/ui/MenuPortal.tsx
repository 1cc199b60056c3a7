import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { strings } from '../strings/index.ts'

const ID = 'menus'

/** The landmark that menus render into, so that no part of the page lies outside a landmark. */
export const MenuLandmark = () => <section id={ID} aria-label={strings.menus} />

export const MenuPortal = ({ children }: { readonly children: ReactNode }) => (
  <Menu.Portal container={document.getElementById(ID)}>{children}</Menu.Portal>
)

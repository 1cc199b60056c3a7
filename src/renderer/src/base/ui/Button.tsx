import type { ComponentProps, ReactNode } from 'react'
import './button.css'

interface ButtonProps extends ComponentProps<'button'> {
  /** Use `primary` once per screen, for the main action. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'm' | 's'
  readonly icon?: ReactNode
  /** A count or shortcut after the label. */
  readonly aside?: ReactNode
}

export function Button({ variant = 'plain', size = 'm', icon, aside, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button ${className ?? ''}`} data-variant={variant} data-size={size} {...rest}>
      {icon}
      {children !== undefined && <span>{children}</span>}
      {aside !== undefined && <small className="num">{aside}</small>}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly label: string
}

export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`icon-button ${className ?? ''}`} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  )
}

export const Kbd = ({ children }: { readonly children: ReactNode }) => <kbd className="kbd">{children}</kbd>

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import '@fontsource-variable/inter/index.css'
import './ui/tokens.css'
import './ui/contrast.css'
import './ui/base.css'
import './ui/menu.css'
import { App } from './app/App.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// The policy allows no inline style elements; what they would say is in our own style sheets.
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <App />
    </CSPProvider>
  </StrictMode>,
)

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { CSPProvider } from '@base-ui/react/csp-provider'
import '@fontsource-variable/inter/index.css'
import './base/ui/tokens.css'
import './base/ui/contrast.css'
import './base/ui/base.css'
import './base/ui/menu.css'
import { App } from './shell/App.tsx'
import { CrashScreen } from './shell/CrashScreen.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// The policy allows no inline style elements; what they would say is in our own style sheets.
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <CrashScreen>
        <App />
      </CrashScreen>
    </CSPProvider>
  </StrictMode>,
)

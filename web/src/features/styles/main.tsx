import './style.css'
import { createRoot } from 'react-dom/client'
import { FEATURES } from '../all'
import { RegistryContext } from '../registry/context'
import { collect } from '../registry/registry'
import { StylePage } from './StylePage'

const root = document.getElementById('app')
if (!root) throw new Error('ui.html has no #app')
createRoot(root).render(
  <RegistryContext.Provider value={collect(FEATURES)}>
    <StylePage />
  </RegistryContext.Provider>,
)

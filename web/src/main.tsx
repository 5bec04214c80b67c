import { createRoot } from 'react-dom/client'
import { App } from './features/shell/App'
import './style.css'
import { createParts } from './parts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
createRoot(root).render(<App parts={createParts()} />)

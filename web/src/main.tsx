import { createRoot } from 'react-dom/client'
import { keepDroppedFilesOut } from './features/composer/useDroppedFiles'
import { App } from './features/shell/App'
import './style.css'
import { createParts } from './parts'

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no #app')
keepDroppedFilesOut()
createRoot(root).render(<App parts={createParts()} />)

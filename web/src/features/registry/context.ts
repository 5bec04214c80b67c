import { createContext, useContext } from 'react'
import type { Shell } from './feature'
import type { Registry } from './registry'

export const RegistryContext = createContext<Registry | null>(null)
export const ShellContext = createContext<Shell | null>(null)

export function useRegistry(): Registry {
  const registry = useContext(RegistryContext)
  if (!registry) throw new Error('outside of the app')
  return registry
}

export function useShell(): Shell {
  const shell = useContext(ShellContext)
  if (!shell) throw new Error('outside of the shell')
  return shell
}

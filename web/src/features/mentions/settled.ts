/** Offers that were taken or ignored in this tab: rows come and go with every scroll, and do not ask again. */
const settled = new Set<string>()

export const isSettled = (key: string): boolean => settled.has(key)

export function settle(key: string): void {
  settled.add(key)
}

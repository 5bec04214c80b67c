import type { Room } from '../../protocol.gen'

/** Whether somebody typed the room's name. How a letter is made of its parts differs between keyboards. */
export function isNameOf({ name }: Pick<Room, 'name'>, typed: string): boolean {
  return typed.trim().normalize() === name.trim().normalize()
}

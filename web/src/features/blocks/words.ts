/** Shown instead of a blocked person's message. */
export const BLOCKED = 'Message from somebody you blocked'

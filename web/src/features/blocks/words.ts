/** In the place of what somebody says from whom one wants to hear nothing. */
export const BLOCKED = 'Message from somebody you blocked'

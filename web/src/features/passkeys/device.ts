import { t } from '../../language/t'
import type { AddPasskey, PasskeyToMake, PasskeyToShow, RedeemPasskey } from '../../protocol.gen'

/** Whether this browser has passkeys here: only on https, or on this very computer. */
export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in window && window.isSecureContext
}

/** Has the device make a passkey. It asks its owner for a finger, a face or a PIN. */
export async function makePasskey(asked: PasskeyToMake): Promise<Omit<AddPasskey, 'name'>> {
  const made = await credential(
    navigator.credentials.create({
      publicKey: {
        challenge: fromBase64url(asked.challenge),
        rp: { id: asked.rp_id, name: asked.rp_name },
        user: { id: fromBase64url(asked.user_id), name: asked.user_name, displayName: asked.display_name },
        excludeCredentials: asked.exclude.map((id) => ({ type: 'public-key', id: fromBase64url(id) })),
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        attestation: 'none',
        timeout: asked.timeout_ms,
      },
    }),
  )
  const response = made.response as AuthenticatorAttestationResponse
  return {
    credential: toBase64url(made.rawId),
    client_data: toBase64url(response.clientDataJSON),
    attestation: toBase64url(response.attestationObject),
    transports: response.getTransports().slice(0, 8),
  }
}

/** Has the device show a passkey for this site. Which one, its owner chooses. */
export async function showPasskey(
  asked: PasskeyToShow,
  how: Pick<CredentialRequestOptions, 'mediation' | 'signal'> = {},
): Promise<Omit<RedeemPasskey, 'deliver'>> {
  const shown = await credential(
    navigator.credentials.get({
      ...how,
      publicKey: {
        challenge: fromBase64url(asked.challenge),
        rpId: asked.rp_id,
        userVerification: 'required',
        timeout: asked.timeout_ms,
      },
    }),
  )
  const response = shown.response as AuthenticatorAssertionResponse
  return {
    credential: toBase64url(shown.rawId),
    client_data: toBase64url(response.clientDataJSON),
    authenticator_data: toBase64url(response.authenticatorData),
    signature: toBase64url(response.signature),
    user_handle: response.userHandle?.byteLength ? toBase64url(response.userHandle) : null,
  }
}

/** What a browser means by its exceptions, in words that help. */
export function deviceWords(error: Error): string {
  switch (error.name) {
    case 'NotAllowedError':
    case 'AbortError':
      return t('That was cancelled, or took too long. Try again.')
    case 'InvalidStateError':
      return t('This device has a passkey for your account already.')
    case 'SecurityError':
      return t(
        'The browser has no passkeys for this address. Open Parley at the address that its administrators gave you.',
      )
    case 'NotSupportedError':
      return t('This device cannot make a passkey that is good enough. Try another one.')
    default:
      return error.message
  }
}

/** A first guess at a passkey's name, for people to make better. */
export function deviceName(agent: string): string {
  // Android calls itself Linux, too.
  const known = /iPhone|iPad|Android|Mac|Windows|Linux(?!.*Android)/.exec(agent)?.[0]
  if (!known) return t('Passkey')
  if (known.startsWith('iP')) return t('My {device} // an iPhone or iPad', { device: known })
  return t('My {system} device', { system: known })
}

export function toBase64url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))
}

async function credential(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const found = await asking
  if (!(found instanceof PublicKeyCredential)) throw new Error(t('The browser gave no passkey. Try again.'))
  return found
}

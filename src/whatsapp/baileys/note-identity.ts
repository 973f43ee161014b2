import type { Address } from './address.ts'
import type { SignalStage } from './signal-stage.ts'

/** Keeps whose key an address has; when it is another than before, the old session ends. */
export async function noteIdentity(stage: SignalStage, at: Address, identity: Uint8Array | null): Promise<void> {
  if (identity === null) return
  const known = await stage.get('identity-key', at.text)
  if (known !== undefined && Buffer.from(known).equals(identity)) return
  if (known !== undefined) stage.put('session', at.text, null)
  stage.put('identity-key', at.text, Buffer.from(identity))
}

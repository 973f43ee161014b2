import {
  type BinaryNode,
  generateSignalPubKey,
  getBinaryNodeChild,
  getBinaryNodeChildBuffer,
  getBinaryNodeChildren,
  getBinaryNodeChildUInt,
} from '@whiskeysockets/baileys'
import type { PreKeyBundleInput } from 'whatsapp-rust-bridge'
import type { AskServer } from './ask-server.ts'
import { createGather } from './gather.ts'

/** Devices whose keys one question may ask for. */
const MOST_AT_ONCE = 100

/** Keys of devices that nobody has a session with yet, by JID; one that the server has no keys of is left out. */
export interface BundleBook {
  fetch(jids: readonly string[]): Promise<Map<string, PreKeyBundleInput>>
}

export function createBundleBook(askServer: AskServer): BundleBook {
  const gather = createGather(async (jids: string[]) => {
    const users = jids.map((jid) => ({ tag: 'user', attrs: { jid } }))
    const answer = await askServer({
      xmlns: 'encrypt',
      type: 'get',
      content: [{ tag: 'key', attrs: {}, content: users }],
    })
    return readBundles(answer)
  }, MOST_AT_ONCE)
  return {
    async fetch(jids) {
      const bundles = await Promise.all(jids.map((jid) => gather.ask(jid)))
      return new Map(
        jids.flatMap((jid, index) => {
          const bundle = bundles[index]
          return bundle === undefined ? [] : [[jid, bundle] as const]
        }),
      )
    },
  }
}

/** Pure. */
function readBundles(answer: BinaryNode): Map<string, PreKeyBundleInput> {
  const bundles = new Map<string, PreKeyBundleInput>()
  for (const user of getBinaryNodeChildren(getBinaryNodeChild(answer, 'list'), 'user')) {
    const bundle = readBundle(user)
    if (bundle !== null && user.attrs['jid']) bundles.set(user.attrs['jid'], bundle)
  }
  return bundles
}

/** Null for a device without keys, or whose keys are none; who signed them is looked at when a session is started. */
function readBundle(user: BinaryNode): PreKeyBundleInput | null {
  const identity = getBinaryNodeChildBuffer(user, 'identity')
  const registrationId = getBinaryNodeChildUInt(user, 'registration', 4)
  const signed = readKey(getBinaryNodeChild(user, 'skey'))
  const signature = getBinaryNodeChildBuffer(getBinaryNodeChild(user, 'skey'), 'signature')
  if (!identity || registrationId === undefined || signed === null || !signature) return null
  const preKey = readKey(getBinaryNodeChild(user, 'key'))
  return {
    registrationId,
    identityKey: generateSignalPubKey(identity),
    signedPreKey: { ...signed, signature: Buffer.from(signature) },
    ...(preKey === null ? {} : { preKey }),
  }
}

function readKey(node: BinaryNode | undefined): { keyId: number; publicKey: Uint8Array } | null {
  if (node === undefined) return null
  const keyId = getBinaryNodeChildUInt(node, 'id', 3)
  const value = getBinaryNodeChildBuffer(node, 'value')
  if (keyId === undefined || !value) return null
  return { keyId, publicKey: generateSignalPubKey(value) }
}

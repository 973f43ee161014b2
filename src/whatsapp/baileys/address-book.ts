import type { Contact } from '../port.ts'
import type { KeyStore } from './key-store.ts'
import { contactFrom, isLid, isPhoneJid, plainJid } from './people.ts'

/** A person by both addresses, as far as the engine has learned them; WhatsApp is not asked. Null for no person. */
export async function bothAddresses(keys: KeyStore, jid: string): Promise<Contact | null> {
  const plain = plainJid(jid)
  const user = plain.slice(0, plain.indexOf('@'))
  if (isPhoneJid(plain)) return contactFrom(plain, await mapped(keys, user, 'lid'))
  if (isLid(plain)) return contactFrom(plain, await mapped(keys, `${user}_reverse`, 's.whatsapp.net'))
  return null
}

async function mapped(keys: KeyStore, name: string, server: string): Promise<string | null> {
  const user = (await keys.get('lid-mapping', [name]))[name]
  return user ? `${user}@${server}` : null
}

import type { Instance } from './instance-shapes.ts'
import { formatNumber } from './phone-number.ts'

/** Those whose name, number or profile name has what is wanted, whatever its case, accents or spacing. Pure. */
export function findInstances<Found extends Pick<Instance, 'name' | 'numberJid' | 'profile'>>(
  instances: readonly Found[],
  wanted: string,
): readonly Found[] {
  const words = plain(wanted)
  if (words === '') return instances
  const digits = wanted.replace(/\D/g, '')
  return instances.filter(({ name, numberJid, profile }) => {
    if (plain(name).includes(words) || plain(profile.name ?? '').includes(words)) return true
    return numberJid !== null && digits !== '' && spellings(numberJid).some((number) => number.includes(digits))
  })
}

/** As WhatsApp has it, and as people write it. */
function spellings(jid: string): string[] {
  return [jid.split('@')[0] ?? '', formatNumber(jid).replace(/\D/g, '')]
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

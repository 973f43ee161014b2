import { chanceOf } from './chance.ts'
import { BROKEN, type Family } from './families-broken.ts'
import { STRANGE } from './families-strange.ts'

/** One hostile answer, as the control API of the sandbox sends it, and what must become of it. */
export interface HostileCase {
  seed: number
  family: string
  /** `broken`: cannot be read; `strange`: can, and names no form that its sender may answer. Unmatched are both. */
  kind: 'broken' | 'strange'
  /** Whether it quotes the form that waits: only what cannot be read may, for it changes no form. */
  quotes: boolean
  /** Whether another person sends it, with the token of the form that waits for somebody else. */
  isStranger: boolean
  paramsJson: string
  body: string
  version: number | null
  from: 'pn' | 'lid'
  wrap: 'ephemeral' | 'documentWithCaption' | null
}

const FAMILIES: [kind: HostileCase['kind'], name: string, family: Family][] = [
  ...Object.entries(BROKEN).map(([name, family]): [HostileCase['kind'], string, Family] => ['broken', name, family]),
  ...Object.entries(STRANGE).map(([name, family]): [HostileCase['kind'], string, Family] => ['strange', name, family]),
]

const BODIES = ['Sent', '', '\u0000', '\u202e', 'x'.repeat(70_000), '\ud800', '<b>', '\u0301\u0323'.repeat(3_000)]

/** The case of a seed, always the same. `token` is that of a form that waits for whoever sends the case. */
export function hostileCase(seed: number, token: string): HostileCase {
  const chance = chanceOf(Math.imul(seed + 1, 0x9e3779b1))
  const [kind, family, make] = FAMILIES[seed % FAMILIES.length] as (typeof FAMILIES)[number]
  const isStranger = kind === 'strange' && chance.next() < 0.2
  const made = make(chance, token)
  return {
    seed,
    family,
    kind,
    quotes: kind === 'broken' && chance.next() < 0.5,
    isStranger,
    paramsJson: isStranger ? named(made, token) : made,
    body: chance.next() < 0.8 ? 'Sent' : chance.one(BODIES),
    version: chance.one([3, 2, 0, -1, 2_147_483_647, null]),
    from: chance.one(['pn', 'lid']),
    wrap: chance.one([null, null, 'ephemeral', 'documentWithCaption']),
  }
}

/** The later of two equal names counts. */
function named(paramsJson: string, token: string): string {
  return `${paramsJson.slice(0, -1)},"flow_token":${JSON.stringify(token)}}`
}

import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

/** Networks that an operator opened (`EGRESS_ALLOW`), read once. */
export interface AllowedNetworks {
  readonly networks: readonly Network[]
}

/**
 * Addresses that hand out a machine's credentials. Some stand in public ranges, and a wide allow-list never opens one:
 * it has to be named singly. Sources: the public documentation of AWS, Google Cloud, Azure, Oracle, Alibaba, Tencent,
 * Scaleway, Linode, OpenStack and Rancher.
 */
export const METADATA: readonly string[] = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '169.254.42.42',
  '169.254.169.250',
  '168.63.129.16',
  '192.0.0.192',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fd00:c1::a9fe:a9fe',
  'fd00:42::42',
  'fd00:a9fe:a9fe::1',
  'fe80::a9fe:a9fe',
]

const NORMALIZED_METADATA = new Set(METADATA.map((text) => ipaddr.parse(text).toNormalizedString()))

const MAPPED_BITS = 96
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96')
const TRANSLATED = ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96')
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')
const LOCAL_NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16')
const TEREDO = ipaddr.IPv6.parseCIDR('2001::/32')

/**
 * Reads CIDRs; a plain address stands for itself alone, and a mapped network for the IPv4 network in it. Throws a
 * `RangeError` that quotes what cannot be read.
 */
export function readNetworks(list: readonly string[]): AllowedNetworks {
  return { networks: list.map(readNetwork) }
}

/**
 * Whether outbound calls may reach an address. Public unicast is open; every address that is another one in disguise
 * (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) counts as what it embeds, and all of that must be open. Pure.
 */
export function isOpenAddress(text: string, allowed: AllowedNetworks): boolean {
  const bare = text.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return false
  const address = ipaddr.parse(bare)
  const isOpen = (each: Address) => isNamed(each, allowed) || isPublic(each)
  const disguise = disguiseOf(address)
  switch (disguise.type) {
    case 'none':
      return isOpen(address)
    case 'whole':
      return disguise.embedded.every(isOpen)
    case 'part':
      return isOpen(address) && disguise.embedded.every(isOpen)
    case 'unclear':
      return isOpen(address) && !disguise.embedded.some(isMetadata)
  }
}

function readNetwork(text: string): Network {
  const trimmed = text.trim()
  if (ipaddr.isValidCIDR(trimmed)) return unmapped(ipaddr.parseCIDR(trimmed))
  if (!ipaddr.IPv4.isValidFourPartDecimal(trimmed) && !ipaddr.IPv6.isValid(trimmed)) {
    throw new RangeError(`not a network: ${JSON.stringify(text)}`)
  }
  const address = ipaddr.parse(trimmed)
  return unmapped([address, widthOf(address)])
}

function unmapped([network, bits]: Network): Network {
  if (!(network instanceof ipaddr.IPv6) || !network.isIPv4MappedAddress() || bits < MAPPED_BITS) return [network, bits]
  return [network.toIPv4Address(), bits - MAPPED_BITS]
}

function widthOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128
}

function isNamed(address: Address, allowed: AllowedNetworks): boolean {
  return allowed.networks.some(([network, bits]) => {
    if (network.kind() !== address.kind()) return false
    if (isMetadata(address) && bits !== widthOf(network)) return false
    return address.match([network, bits])
  })
}

function isMetadata(address: Address): boolean {
  return NORMALIZED_METADATA.has(address.toNormalizedString())
}

function isPublic(address: Address): boolean {
  if (isMetadata(address)) return false
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST)
}

/** IPv4 addresses that an IPv6 address would reach through a translator or tunnel. */
type Disguise =
  | { type: 'none' }
  /** It is nothing but another spelling of them. */
  | { type: 'whole'; embedded: ipaddr.IPv4[] }
  /** It is an address of its own too. */
  | { type: 'part'; embedded: ipaddr.IPv4[] }
  /** One of them is meant, and only the owner of the network knows which. */
  | { type: 'unclear'; embedded: ipaddr.IPv4[] }

function disguiseOf(address: Address): Disguise {
  if (!(address instanceof ipaddr.IPv6)) return { type: 'none' }
  const bytes = address.toByteArray()
  const from = (...places: number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0))
  const last = from(12, 13, 14, 15)
  if (address.isIPv4MappedAddress()) return { type: 'whole', embedded: [last] }
  if (address.match(TRANSLATED) || address.match(NAT64)) return { type: 'whole', embedded: [last] }
  if (address.match(SIX_TO_FOUR)) return { type: 'whole', embedded: [from(2, 3, 4, 5)] }
  if (address.match(TEREDO)) {
    const client = new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff))
    return { type: 'whole', embedded: [from(4, 5, 6, 7), client] }
  }
  if (address.match(COMPATIBLE) && address.range() !== 'loopback' && address.range() !== 'unspecified') {
    return { type: 'whole', embedded: [last] }
  }
  // RFC 6052 §2.2: byte 8 is left out, and the length of the prefix says where the IPv4 address begins.
  if (address.match(LOCAL_NAT64)) {
    return { type: 'unclear', embedded: [from(6, 7, 9, 10), from(7, 9, 10, 11), from(9, 10, 11, 12), last] }
  }
  const isIsatap = bytes[10] === 0x5e && bytes[11] === 0xfe && bytes[9] === 0 && ((bytes[8] ?? 0) & 0xfd) === 0
  return isIsatap ? { type: 'part', embedded: [last] } : { type: 'none' }
}

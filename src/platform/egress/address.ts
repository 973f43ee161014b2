import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = [Address, number]

/** Networks that an operator opened (`EGRESS_ALLOW`), read once. */
export interface AllowedNetworks {
  readonly networks: readonly Network[]
}

/**
 * Addresses that hand out a machine's credentials. Some stand in public ranges, and a wide allow-list never opens one:
 * it has to be named singly. Sources: the public documentation of AWS, Google Cloud, Azure, Oracle and Alibaba.
 */
const METADATA = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '168.63.129.16',
    '192.0.0.192',
    '100.100.100.200',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((text) => ipaddr.parse(text).toNormalizedString()),
)

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
const COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96')
const TRANSLATED = ipaddr.IPv6.parseCIDR('::ffff:0:0:0/96')
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16')
const TEREDO = ipaddr.IPv6.parseCIDR('2001::/32')

/** Reads CIDRs; a plain address stands for itself alone. Throws a `RangeError` that quotes what cannot be read. */
export function readNetworks(list: readonly string[]): AllowedNetworks {
  return { networks: list.map(readNetwork) }
}

/**
 * Whether outbound calls may reach an address. Public unicast is open; every address that is another one in disguise
 * (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) counts as what it embeds, and all of them must be open. Pure.
 */
export function isOpenAddress(text: string, allowed: AllowedNetworks): boolean {
  const bare = text.replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return false
  const address = ipaddr.parse(bare)
  const embedded = embeddedIn(address)
  if (isNamed(address, allowed) && !embedded.some(isMetadata)) return true
  if (embedded.length > 0) return embedded.every((each) => isNamed(each, allowed) || isPublic(each))
  return isPublic(address)
}

function readNetwork(text: string): Network {
  const trimmed = text.trim()
  if (ipaddr.isValidCIDR(trimmed)) return ipaddr.parseCIDR(trimmed)
  if (!ipaddr.IPv4.isValidFourPartDecimal(trimmed) && !ipaddr.IPv6.isValid(trimmed)) {
    throw new RangeError(`not a network: ${JSON.stringify(text)}`)
  }
  const address = ipaddr.parse(trimmed)
  return [address, widthOf(address)]
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
  return METADATA.has(address.toNormalizedString())
}

function isPublic(address: Address): boolean {
  if (isMetadata(address)) return false
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST)
}

/** IPv4 addresses that an IPv6 address would reach through a translator or tunnel; none for a plain one. */
function embeddedIn(address: Address): ipaddr.IPv4[] {
  if (!(address instanceof ipaddr.IPv6)) return []
  const bytes = address.toByteArray()
  const at = (offset: number, flip = 0) => new ipaddr.IPv4(bytes.slice(offset, offset + 4).map((byte) => byte ^ flip))
  if (address.isIPv4MappedAddress()) return [at(12)]
  if (address.match(TRANSLATED) || address.match(NAT64)) return [at(12)]
  if (address.match(SIX_TO_FOUR)) return [at(2)]
  if (address.match(TEREDO)) return [at(4), at(12, 0xff)]
  if (address.match(COMPATIBLE) && address.range() !== 'loopback' && address.range() !== 'unspecified') return [at(12)]
  const isIsatap = bytes[10] === 0x5e && bytes[11] === 0xfe && bytes[9] === 0 && ((bytes[8] ?? 0) & 0xfd) === 0
  return isIsatap && isPublic(address) ? [at(12)] : []
}

import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/**
 * A preload that makes every connection and look-up outside loopback throw, with code `ERR_LOOPBACK_ONLY`.
 * Vitest loads it before each test file; `node --import ./test/loopback-only.ts` does the same for a command.
 * It adds itself to `NODE_OPTIONS`, so that processes started from a test inherit it.
 *
 * Unix sockets, 127.0.0.0/8, ::1 and `localhost` stay open. A name with a look-up of the caller's own is let through
 * as far as that look-up, whose answers are judged like any other address.
 */

type Callback = (error: NodeJS.ErrnoException | null, address?: unknown, family?: number) => void
type Lookup = (hostname: string, options: unknown, callback: Callback) => void
type Target = { path?: unknown; host?: unknown; lookup?: unknown }

const INSTALLED = Symbol.for('formwire.loopback-only')

const loopback = new net.BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6')

/** Says whether a literal address is loopback. A name never is, except `localhost` itself. */
function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (bare === 'localhost') return true
  const family = net.isIP(bare)
  return family !== 0 && loopback.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}

function refusal(what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`Only loopback may be reached here, not ${what}`), { code: 'ERR_LOOPBACK_ONLY' })
}

function insist(host: string): void {
  if (!isLoopback(host)) throw refusal(host)
}

function judged(lookup: Lookup): Lookup {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, address, family) => {
      const found = Array.isArray(address) ? address.map((entry: { address: string }) => entry.address) : [address]
      const outside = error ? undefined : found.find((each) => typeof each === 'string' && !isLoopback(each))
      if (outside === undefined) callback(error, address, family)
      else callback(refusal(`${hostname} (${String(outside)})`))
    })
  }
}

/** Judges the arguments of `socket.connect`: `(options)`, `(port, host)`, `(path)` or Node's own normalised array. */
function judgeConnect(args: unknown[]): unknown[] {
  const [first] = args
  if (Array.isArray(first)) {
    judgeConnect(first)
    return args
  }
  if (typeof first === 'object' && first !== null) {
    const target = first as Target
    if (target.path) return args
    const host = String(target.host || 'localhost')
    if (typeof target.lookup === 'function' && net.isIP(host) === 0) target.lookup = judged(target.lookup as Lookup)
    else insist(host)
    return args
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first))
  if (isPort && typeof args[1] === 'string') insist(args[1])
  return args
}

/** Replaces one function of a built-in object by a version that may refuse its arguments. */
function guard(owner: object, name: string, judge: (args: unknown[]) => unknown[]): void {
  const original: unknown = Reflect.get(owner, name)
  if (typeof original !== 'function') return
  Reflect.set(owner, name, function guarded(this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(original, this, judge(args))
  })
}

function judgeName(args: unknown[]): unknown[] {
  insist(String(args[0]))
  return args
}

function judgeDatagram(args: unknown[]): unknown[] {
  const host = args.findLast((each) => typeof each === 'string' && args.indexOf(each) > 0)
  if (typeof host === 'string') insist(host)
  return args
}

function install(): void {
  guard(net.Socket.prototype, 'connect', judgeConnect)
  guard(dgram.Socket.prototype, 'send', judgeDatagram)
  guard(dgram.Socket.prototype, 'connect', judgeDatagram)
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (/^(lookup|resolve|reverse)/.test(name)) guard(owner, name, judgeName)
    }
  }
  syncBuiltinESMExports()
}

function inherit(): void {
  const option = `--import=${import.meta.url}`
  const given = process.env.NODE_OPTIONS ?? ''
  if (!given.includes(option)) process.env.NODE_OPTIONS = `${given} ${option}`.trim()
}

if (!Reflect.has(globalThis, INSTALLED)) {
  Reflect.set(globalThis, INSTALLED, true)
  install()
  inherit()
}

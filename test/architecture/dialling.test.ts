import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFile } from '@swc/core'
import { expect, test } from 'vitest'
import { ROOT } from '../../scripts/run.ts'

/** Modules that can dial, and what of them cannot. */
const DIALLING: Record<string, readonly string[]> = {
  'node:http': ['STATUS_CODES'],
  'node:https': [],
  'node:http2': [],
  'node:net': ['isIP', 'createServer'],
  'node:tls': [],
  'node:dns': [],
  'node:dns/promises': [],
  'node:dgram': [],
  undici: [],
  ws: ['WebSocketServer'],
}

const DIALLING_GLOBALS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'])
const DIALLING_ENGINE =
  /^(makeWASocket|default|\*|fetch|download|getHttpStream|getStream|getUrlInfo|getWAUpload|prepare|generateLink|generateWAMessage|uploadWith|assertMedia)/

interface Node {
  type?: string
  [key: string]: unknown
}

/** Everything in a file that could dial, in its own words. */
async function diallers(path: string): Promise<string[]> {
  const tree = await parseFile(path, { syntax: 'typescript', target: 'es2022' })
  const found = new Set<string>()
  const own = new Set<string>()
  for (const { module, imported, local } of importsOf(tree.body as unknown as Node[])) {
    own.add(local)
    const isHarmless = DIALLING[module]?.includes(imported) ?? true
    if (!isHarmless || (module === '@whiskeysockets/baileys' && DIALLING_ENGINE.test(imported))) {
      found.add(`${module} ${imported}`)
    }
  }
  walk(tree as unknown as Node, (node) => {
    const argument = (node['arguments'] as { expression: Node }[] | undefined)?.[0]?.expression
    const callee = node['callee'] as Node | undefined
    if (callee?.type === 'Import' && String(argument?.['value']) in DIALLING) found.add(`import ${argument?.['value']}`)
    if (node.type === 'Identifier' && DIALLING_GLOBALS.has(String(node['value'])) && !own.has(String(node['value']))) {
      found.add(String(node['value']))
    }
    if (node.type === 'MemberExpression' && /^(globalThis|global)$/.test(String((node['object'] as Node)['value']))) {
      const name = String((node['property'] as Node)['value'])
      if (DIALLING_GLOBALS.has(name)) found.add(`globalThis.${name}`)
    }
  })
  return [...found].sort()
}

function* importsOf(body: readonly Node[]): Generator<{ module: string; imported: string; local: string }> {
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration' || statement['typeOnly'] === true) continue
    const module = String((statement['source'] as Node)['value']).replace(
      /^(http|https|http2|net|tls|dns|dgram)$/,
      'node:$1',
    )
    for (const specifier of statement['specifiers'] as Node[]) {
      const local = String((specifier['local'] as Node)['value'])
      const imported = (specifier['imported'] as Node | null)?.['value'] ?? local
      const isWhole = specifier.type !== 'ImportSpecifier'
      if (specifier['isTypeOnly'] === true) yield { module: '', imported: '', local }
      else yield { module, imported: isWhole ? '*' : String(imported), local }
    }
  }
}

/** Visits what runs: no types, no names of members. */
function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const { type = '' } = node as Node
  if (/^Ts(Type|Interface|Qualified)/.test(type) || type === 'ImportDeclaration') return
  visit(node as Node)
  for (const [key, child] of Object.entries(node)) {
    const isName =
      (key === 'property' && type === 'MemberExpression') || key === 'key' || key === 'ctxt' || key === 'span'
    if (!isName || (child as Node).type === 'Computed') walk(child, visit)
  }
}

test('only the way out and the engine dial', async () => {
  const found: Record<string, string[]> = {}
  let read = 0
  for await (const path of glob('src/**/*.ts', { cwd: ROOT })) {
    if (/\.(test|suite)\.ts$/.test(path) || path.startsWith('src/platform/egress/')) continue
    read += 1
    const names = await diallers(join(ROOT, path))
    if (names.length > 0) found[path] = names
  }
  expect(read).toBeGreaterThan(100)
  expect(found).toEqual({
    // The Unix socket of the data folder: it leads nowhere else.
    'src/platform/control/ask.ts': ['node:net connect'],
    'src/whatsapp/baileys/history.ts': ['@whiskeysockets/baileys downloadAndProcessHistorySyncNotification'],
    'src/whatsapp/baileys/socket.ts': ['@whiskeysockets/baileys makeWASocket'],
  })
})

test('whatever could dial is seen where it is planted', async () => {
  expect(await diallers(join(ROOT, 'test/canary/planted/src/account/dials.ts'))).toEqual([
    '@whiskeysockets/baileys downloadMediaMessage',
    'EventSource',
    'fetch',
    'globalThis.fetch',
    'import undici',
    'node:http request',
    'node:net *',
    'ws WebSocket',
  ])
})

import type { IRegularForbiddenRuleType as Rule } from 'dependency-cruiser'

const SLICES = 'account|instance|message|form|event'
const PURE = '(^|/)node_modules/(libphonenumber-js|cpf-cnpj-validator|htmlparser2)/'
const TESTS = ['\\.(test|suite)\\.tsx?$']

/** The slices that a slice may see, each through its index. */
const ORDER: Record<string, readonly string[]> = {
  account: [],
  instance: ['account'],
  message: ['account', 'instance'],
  form: ['account', 'instance', 'message'],
  event: ['account', 'instance'],
}

const sliceOrder = Object.entries(ORDER).map(([slice, seen]) =>
  wall(
    `slice-order-${slice}`,
    `${slice} sees ${seen.length === 0 ? 'no other slice' : seen.join(', ')}.`,
    { path: `^src/${slice}/`, pathNot: TESTS },
    { path: `^src/(${SLICES})/`, pathNot: `^src/(${[slice, ...seen].join('|')})/` },
  ),
)

function wall(name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule {
  return { name, comment, severity: 'error', from, to }
}

/**
 * Who may import whom, by path. `test/canary/planted/` holds a violation of every rule and a test fails when one of them
 * goes unseen.
 */
export const WALLS: Rule[] = [
  wall(
    'kernel-sees-no-room',
    'The kernel is words: it imports no room.',
    { path: '^src/kernel/', pathNot: TESTS },
    { path: '^src/', pathNot: '^src/kernel/' },
  ),
  wall(
    'kernel-is-pure',
    'The kernel uses small pure libraries and node:crypto, nothing that reaches the world.',
    { path: '^src/kernel/', pathNot: TESTS },
    { dependencyTypesNot: ['local'], pathNot: ['(^|/)node_modules/(libphonenumber-js|zod)/', '^(node:)?crypto$'] },
  ),
  wall(
    'platform-sees-kernel',
    'Platform is technology without product: it sees the kernel, its own folder and the log.',
    { path: '^src/platform/([^/]+)', pathNot: TESTS },
    {
      path: '^src/',
      pathNot: [
        '^src/kernel/',
        '^src/platform/$1',
        '^src/platform/(log|metrics|make-folder|publish-file|own-files)(/|\\.ts$)',
      ],
    },
  ),
  wall(
    'port-sees-kernel',
    'The port to WhatsApp is ours: it sees the kernel only.',
    { path: '^src/whatsapp/[^/]+\\.ts$', pathNot: TESTS },
    { path: ['^src/', '(^|/)node_modules/'], pathNot: ['^src/kernel/', '^src/whatsapp/[^/]+\\.ts$'] },
  ),
  wall(
    'engine-sees-port',
    'An engine sees the kernel, platform and the port: no slice.',
    { path: '^src/whatsapp/[^/]+/', pathNot: TESTS },
    { path: '^src/', pathNot: ['^src/kernel/', '^src/platform/', '^src/whatsapp/'] },
  ),
  wall(
    'engine-stands-behind-port',
    'Only the composition root knows which engine runs.',
    { path: '^src/', pathNot: [...TESTS, '^src/whatsapp/[^/]+/', '^src/((app|main|cli)\\.ts$|(app|cli)/)'] },
    { path: '^src/whatsapp/[^/]+/' },
  ),
  wall(
    'baileys-in-its-folder',
    'Vendor types stay where they are translated.',
    { path: '^src/', pathNot: [...TESTS, '^src/whatsapp/baileys/'] },
    { path: '(^|/)node_modules/(@whiskeysockets/baileys|libsignal|whatsapp-rust-bridge)/' },
  ),
  wall(
    'slice-by-its-index',
    'Another slice is entered by its index.ts, never by what stands behind it.',
    { path: `^src/(${SLICES})/`, pathNot: TESTS },
    { path: `^src/(${SLICES})/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
  ),
  ...sliceOrder,
  wall(
    'root-is-the-top',
    'The composition root, the commands and the configuration hand things in; nobody fetches from them.',
    { path: '^src/', pathNot: [...TESTS, '^src/((app|main|cli|config)\\.ts$|(app|cli)/)'] },
    { path: '^src/((app|main|cli|config)\\.ts$|(app|cli)/)' },
  ),
  wall(
    'domain-is-pure',
    'A domain has no clock, store, random or await: it runs the kernel, itself and three pure libraries.',
    { path: '^src/([^/]+)/domain/', pathNot: TESTS },
    { dependencyTypesNot: ['type-only'], pathNot: ['^src/kernel/', '^src/$1/domain/', PURE] },
  ),
  wall(
    'domain-stays-home',
    'A type costs nothing, yet a domain takes it from the kernel, the port and its own slice only.',
    { path: '^src/([^/]+)/domain/', pathNot: TESTS },
    { pathNot: ['^src/kernel/', '^src/whatsapp/port\\.ts$', '^src/$1/', PURE] },
  ),
  wall(
    'fastify-at-the-edge',
    'HTTP is spoken by routes, schemas, platform/http and the composition root.',
    {
      path: '^src/',
      pathNot: [
        ...TESTS,
        '/(routes|schema)\\.ts$',
        '/(routes|schema)-[a-z-]+\\.ts$',
        '^src/platform/http/',
        '^src/app(\\.ts$|/)',
      ],
    },
    { path: '(^|/)node_modules/(fastify|@fastify/[^/]+|fastify-type-provider-zod)/' },
  ),
  wall(
    'drivers-in-db',
    'A database driver is opened in platform/db only.',
    { path: '^src/', pathNot: [...TESTS, '^src/platform/db/'] },
    { path: ['(^|/)node_modules/(pg|@types/pg)/', '^(node:)?sqlite$'] },
  ),
  wall(
    'undici-in-egress',
    'Outbound HTTP leaves through the guarded fetch.',
    { path: '^src/', pathNot: [...TESTS, '^src/platform/egress/'] },
    { path: '(^|/)node_modules/undici/' },
  ),
  wall(
    'names-in-egress',
    'Names are looked up, and other protocols spoken, by the guarded way out. What else may dial: dialling.test.ts.',
    { path: '^src/', pathNot: [...TESTS, '^src/platform/egress/'] },
    { path: '^(node:)?(dns|dns/promises|https|http2|tls|dgram)$', dependencyTypesNot: ['type-only'] },
  ),
  wall(
    'src-sees-no-package',
    'The gateway never met the sandbox, the console, the demo or the examples.',
    { path: '^src/', pathNot: TESTS },
    { path: '^(sandbox|console|demo|examples|scripts|test)/' },
  ),
  wall(
    'unit-tests-start-no-sandbox',
    'A test under src that needs the sandbox is named *.sandbox.test.ts, so that the fast tests stay fast.',
    { path: '^src/.+\\.(test|suite)\\.ts$', pathNot: '\\.sandbox\\.test\\.ts$' },
    { path: '^(sandbox|console|demo)/' },
  ),
  wall(
    'packages-see-no-src',
    'Sandbox, console, demo and examples talk HTTP to the gateway.',
    { path: '^(sandbox|console|demo|examples)/' },
    { path: '^src/' },
  ),
  wall(
    'packages-stand-apart',
    'Sandbox, console, demo and examples do not know each other.',
    { path: '^(sandbox|console|demo|examples)/' },
    { path: '^(sandbox|console|demo|examples)/', pathNot: '^$1/' },
  ),
  wall(
    'console-rooms-stand-apart',
    'A room of the console sees what all pages share (api, session, theme, ui, words), never another room.',
    { path: '^console/src/(instances|send|answers|overview|events|phone)/' },
    { path: '^console/src/', pathNot: ['^console/src/$1/', '^console/src/(api|session|theme|ui|words)/'] },
  ),
  wall(
    'console-shares-upwards',
    'What all pages share knows none of them.',
    { path: '^console/src/(api|theme|ui|words)/' },
    { path: '^console/src/', pathNot: '^console/src/(api|theme|ui|words)/' },
  ),
  wall(
    'journeys-by-the-front-door',
    'A journey starts the application and talks HTTP to it.',
    { path: '^test/journey/' },
    { path: '^src/', pathNot: ['^src/(app|main|cli|config)\\.ts$', '^src/kernel/', '/index\\.ts$', '\\.suite\\.ts$'] },
  ),
  wall(
    'nothing-needs-a-test',
    'What ships imports no test.',
    { path: '^(src|sandbox|console|demo|examples)/', pathNot: [...TESTS, '/testing/'] },
    { path: [...TESTS, '^test/'] },
  ),
  wall(
    'no-dev-dependency',
    'What ships imports no development dependency.',
    { path: '^src/', pathNot: TESTS },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
  ),
  wall('no-circle', 'No file is its own neighbour.', {}, { circular: true }),
  wall('no-loose-end', 'Every import resolves.', {}, { couldNotResolve: true }),
  wall(
    'no-orphan',
    'A file that nothing imports and that imports nothing is forgotten.',
    {
      orphan: true,
      pathNot: [
        '\\.(test|suite)\\.tsx?$',
        '\\.d\\.ts$',
        '\\.config\\.(ts|mjs|js)$',
        '^scripts/',
        '^sandbox/src/page/app/',
        '^test/(loopback-only|architecture/.+)\\.ts$',
      ],
    },
    {},
  ),
]

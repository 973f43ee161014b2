// @ts-check

/**
 * What public "crash bots" put where an answer belongs, as a gateway must survive it.
 * @type {Readonly<Record<'deep' | 'garbage' | 'controls' | 'proto' | 'huge', () => string>>}
 */
export const HOSTILE = {
  deep: () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  garbage: () => "{flow_token: undefined, 'full_name': \\u0000, ...[[[",
  controls: () => JSON.stringify({ full_name: '\u0000\u0001\u001b[2J\u202e\u2066Ana\u0000'.repeat(200) }),
  proto: () =>
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"full_name":{"toString":1},"email":[[],null]}',
  huge: () => `{"full_name":"${'\u0300'.repeat(500_000)}"}`,
}

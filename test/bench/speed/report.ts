import type { Both } from './results.ts'

const HEAD = ['', 'a second', 'p50, ms', 'p99, ms', 'CPU, ms each', 'memory, MiB', 'loop p99, ms'] as const

/** Two sides as a table that stands in a terminal and in Markdown alike, with the gateway's shares below. Pure. */
export function tableOfSides(title: string, { ours, bare }: Both, barename = 'bare Baileys'): string {
  const row = (name: string, side: Both['ours']) => [
    name,
    side.rate.toFixed(0),
    side.p50.toFixed(1),
    side.p99.toFixed(1),
    side.cpuMs.toFixed(2),
    side.rssMb.toFixed(0),
    side.loopP99.toFixed(1),
  ]
  const share = ['share', (ours.rate / bare.rate).toFixed(2), '', '', (ours.cpuMs / bare.cpuMs).toFixed(2), '', '']
  const rows = [
    [title, ...HEAD.slice(1)],
    ['---', ...HEAD.slice(1).map(() => '---:')],
  ]
  return [...rows, row('gateway', ours), row(barename, bare), share]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

import uPlot from 'uplot'
import type { Group } from './days.ts'

/** What is drawn beside the answers. */
export interface Lines {
  sent: boolean
  failed: boolean
}

interface Drawn {
  /** Where the chart will stand: the theme's colours are read there. */
  element: HTMLElement
  width: number
  groups: readonly Group[]
  lines: Lines
  /** What stands below a bar. */
  label: (group: Group) => string
  number: (value: number) => string
  /** Which bar the mouse is at. */
  onHover: (at: number | null) => void
}

const HEIGHT = 240
const LABEL_PIXELS = 76
const STEPS = [1, 2, 5]
  .flatMap((step) => Array.from({ length: 12 }, (_, power) => step * 10 ** power))
  .toSorted((one, other) => one - other)

/** How the chart is drawn: bars for answers; a solid line for what was sent, a dashed one for what failed. */
export function chartOptions({ element, width, groups, lines, label, number, onHover }: Drawn): uPlot.Options {
  const { colour, font } = readLook(element)
  const common = { stroke: colour('quiet'), font }
  const labelled = labelsAt(groups.length, width)
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: () => [-0.6, groups.length - 0.4] },
      y: { range: (_plot, _least, most) => [0, Math.max(3, Math.ceil((most ?? 0) * 1.08))] },
    },
    axes: [
      {
        ...common,
        grid: { show: false },
        ticks: { stroke: colour('edge'), size: 4 },
        size: 32,
        splits: () => labelled,
        values: (_plot, splits) => splits.map((at) => (groups[at] ? label(groups[at]) : '')),
      },
      {
        ...common,
        grid: { stroke: colour('line'), width: 1 },
        ticks: { show: false },
        incrs: STEPS,
        values: (_plot, splits) => splits.map(number),
        size: (_plot, values) => 16 + 7 * Math.max(1, ...(values ?? []).map((text) => text.length)),
      },
    ],
    series: [
      {},
      { fill: colour('accent'), width: 0, points: { show: false }, ...barPaths() },
      ...(lines.sent ? line(colour('note'), colour('card')) : []),
      ...(lines.failed ? line(colour('wrong'), colour('card'), [7, 4]) : []),
    ],
    hooks: { setCursor: [({ cursor }) => onHover(cursor.idx ?? null)] },
  }
}

/** A line, and a wider one below it in the colour of the card, so that it stands out from the bars. */
function line(stroke: string, card: string, dash?: number[]): uPlot.Series[] {
  const points = { show: false }
  return [
    { stroke: card, width: 5, points },
    { stroke, width: 2, points, ...(dash === undefined ? {} : { dash }) },
  ]
}

function barPaths(): Pick<uPlot.Series, 'paths'> {
  const paths = uPlot.paths.bars?.({ size: [0.8, 48] })
  return paths === undefined ? {} : { paths }
}

/** Every so many bars one gets a label, so that they do not touch. */
function labelsAt(count: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((count * LABEL_PIXELS) / Math.max(1, width - 48)))
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => at * step)
}

/** A canvas knows no `var()`: what the theme's tokens are here and now. */
function readLook(element: HTMLElement) {
  const probe = element.ownerDocument.createElement('span')
  element.append(probe)
  const style = getComputedStyle(probe)
  const font = `12px ${style.fontFamily}`
  const names = ['quiet', 'edge', 'line', 'accent', 'note', 'wrong', 'card'] as const
  const found = names.map((name) => {
    probe.style.color = `var(--color-${name})`
    return [name, style.color] as const
  })
  probe.remove()
  const colours = Object.fromEntries(found)
  return { font, colour: (name: (typeof names)[number]) => colours[name] ?? 'currentColor' }
}

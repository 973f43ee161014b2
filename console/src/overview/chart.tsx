import { useEffect, useMemo, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useIsDark } from '../theme/theme.ts'
import { useFormats } from '../words/formats.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { chartOptions, type Lines } from './chart-options.ts'
import type { Day } from './counts.ts'
import { useDayFormats } from './day-formats.ts'
import { type Group, grainFor, groupDays } from './days.ts'
import { overviewWords } from './words.ts'

/** Answers as bars, what went out beside them as lines. For the eye and the mouse alone: the same stands in the table. */
export function DaysChart({ days, lines, labelledBy }: { days: readonly Day[]; lines: Lines; labelledBy: string }) {
  const words = useWords(overviewWords)
  const language = useLanguage()
  const { number } = useFormats()
  const isDark = useIsDark()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const grain = grainFor(days.length, width - AXIS_PIXELS, lines.sent || lines.failed ? LINE_PIXELS : BAR_PIXELS)
  const groups = useMemo(() => groupDays(days, grain), [days, grain])
  const [hovered, setHovered] = useState<number | null>(null)
  const format = useDayFormats()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas takes its colours from the theme, and its words from the language
  useEffect(() => {
    const element = place.current
    if (element === null || width === 0) return
    const label = (group: Group) => (grain === 'month' ? format.month(group.first) : format.short(group.first))
    const options = chartOptions({ element, width, groups, lines, label, number, onHover: setHovered })
    const plot = new uPlot(options, dataOf(groups, lines), element)
    return () => {
      plot.destroy()
      setHovered(null)
    }
  }, [groups, lines, width, isDark, language])

  const shown = hovered === null ? undefined : groups[hovered]
  return (
    <div>
      <div ref={place} role="img" aria-labelledby={labelledBy} className="h-60 overflow-hidden" />
      <p aria-hidden="true" className="min-h-5 text-center text-xs text-quiet tabular-nums">
        {shown ? <Readout group={shown} lines={lines} /> : words.barIs[grain]}
      </p>
    </div>
  )
}

/** What the numbers beside the axis take away of the width. */
const AXIS_PIXELS = 48

/** The least that a bar and its gap take to be told from the next; lines over them need more to be followed. */
const BAR_PIXELS = 3
const LINE_PIXELS = 10

function Readout({ group: { first, last, answers, sent, failed }, lines }: { group: Group; lines: Lines }) {
  const words = useWords(overviewWords)
  const { number, day } = useFormats()
  const { noon } = useDayFormats()
  const when = first === last ? day(noon(first)) : words.span(day(noon(first)), day(noon(last)))
  const parts = [
    `${words.answersSeries}: ${number(answers)}`,
    ...(lines.sent ? [`${words.sentSeries}: ${number(sent)}`] : []),
    ...(lines.failed ? [`${words.failedSeries}: ${number(failed)}`] : []),
  ]
  return `${when} · ${parts.join(' · ')}`
}

/** In the order of the options' series. */
function dataOf(groups: readonly Group[], lines: Lines): uPlot.AlignedData {
  const of = (name: 'answers' | 'sent' | 'failed') => groups.map((group) => group[name])
  return [
    groups.map((_, at) => at),
    of('answers'),
    ...(lines.sent ? [of('sent'), of('sent')] : []),
    ...(lines.failed ? [of('failed'), of('failed')] : []),
  ]
}

/** The width of an element in whole pixels; 0 until it is known. */
function useWidth(place: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return width
}

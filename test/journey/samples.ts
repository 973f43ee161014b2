/** Samples of a scrape, by name with labels as Prometheus writes them. */
export type Samples = Record<string, number>

/** Reads `/metrics` as Prometheus does. */
export async function scrape(baseUrl: string): Promise<Samples> {
  return readSamples(await (await fetch(`${baseUrl}/metrics`)).text())
}

export function readSamples(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ')
      return [line.slice(0, end), Number(line.slice(end + 1))]
    }),
  )
}

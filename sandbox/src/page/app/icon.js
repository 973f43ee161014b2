// @ts-check

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M4 12l16-8-6 16-3-7z',
  form: 'M8 6h12M8 12h12M8 18h8M4 6h.01M4 12h.01M4 18h.01',
  answered: 'M4 12.5l5 5L20 6.5',
  tick: 'M7 12.5l4 4L19 7.5',
  ticks: 'M2.5 12.5l4 4L14.5 7.5M11 15.2l1.4 1.3L20.5 7.5',
  clock: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4l3 2',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4.5 20c1-4 4-5.5 7.5-5.5s6.500 1.500 7.5 5.5',
  group:
    'M9 6a3 3 0 1 0 0 6a3 3 0 1 0 0-6M3 18.500c.5-3 3-4.500 6-4.500s5.500 1.500 6 4.500M16 6.500a3 3 0 0 1 0 5.500M17.500 14.300c2 .5 3.200 2 3.500 4.200',
  plus: 'M12 5v14M5 12h14',
  warning: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  signal: 'M4 18v-3M9 18v-6M14 18V9M19 18V6',
  battery: 'M3 8h15v8H3zM21 11v2M5.500 10.500h8v3h-8z',
}

/** @typedef {keyof typeof PATHS} IconName */

const SVG = 'http://www.w3.org/2000/svg'

/**
 * A line drawing of 24 by 24, in the colour of the text around it. Said aloud only when it has a `label`.
 * @param {IconName} name
 * @param {string} [label]
 */
export function icon(name, label) {
  const drawing = document.createElementNS(SVG, 'svg')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('class', `icon icon-${name}`)
  if (label === undefined) drawing.setAttribute('aria-hidden', 'true')
  else {
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', label)
  }
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  drawing.append(path)
  return drawing
}

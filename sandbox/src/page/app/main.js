// @ts-check
import { listPhones } from './control.js'
import { drawDeveloper } from './developer.js'
import { byId, element } from './element.js'
import { icon } from './icon.js'
import { chooseLanguage, isLanguage, LANGUAGES } from './language.js'
import { openMemory } from './memory.js'
import { usePhone } from './phone.js'
import { readable } from './readable.js'

/** @typedef {import('./control.js').Phone} Phone */

const LOOK_FOR_PHONES_MS = 4000

const pane = byId('pane', HTMLElement)
const sheet = byId('sheet', HTMLElement)
const notice = byId('notice', HTMLElement)
const phoneChoice = byId('phone', HTMLSelectElement)
const languageChoice = byId('language', HTMLSelectElement)
const drawer = byId('developer', HTMLDetailsElement)
const address = new URL(location.href)

const memory = openMemory()
const remembered = memory.getItem('formwire-sandbox language') ?? ''
const asked = address.searchParams.get('lang') ?? remembered
let language = isLanguage(asked) ? asked : chooseLanguage(navigator.languages)
let words = LANGUAGES[language].words
/** @type {Phone[]} */
let phones = []
/** @type {ReturnType<typeof usePhone> | null} */
let inUse = null
let openMessage = address.searchParams.get('open')
/** The number in the address, until that phone is there or the person takes another. */
let wanted = address.searchParams.get('phone')?.replace(/\D/g, '') ?? ''

function drawWords() {
  words = LANGUAGES[language].words
  document.documentElement.lang = language
  document.title = `Formwire · ${words.title}`
  for (const marked of document.querySelectorAll('[data-word]')) {
    const key = /** @type {HTMLElement} */ (marked).dataset['word']
    marked.textContent = words[/** @type {keyof typeof words} */ (key)]
  }
  return drawDeveloper(byId('developer-body', HTMLElement), {
    words,
    onHostile: async (paramsJson) => (await inUse?.sendHostile(paramsJson)) ?? false,
  })
}
let developer = drawWords()

/** @param {string | null} problem */
function tell(problem) {
  notice.textContent = problem === null ? '' : words.offline
  notice.hidden = problem === null
}

/**
 * @param {string} number
 * @param {string | null} [openChatWith]
 */
function use(number, openChatWith = null) {
  const phone = phones.find((one) => one.phone === number)
  inUse?.leave()
  inUse = null
  if (!phone) {
    pane.replaceChildren(element('p', { class: 'empty', text: words.noPhones }))
    return
  }
  phoneChoice.value = phone.phone
  address.searchParams.set('phone', phone.phone)
  address.searchParams.delete('open')
  history.replaceState(null, '', address)
  inUse = usePhone({
    phone,
    phones,
    openMessage,
    openChatWith,
    memory,
    pane,
    sheet,
    words,
    language,
    developer,
    onLink: tell,
  })
  if (!wanted) openMessage = null
}

function drawPhones() {
  const options = phones.map(({ phone, name }) => {
    const text = name && name !== phone ? `${readable(name, 40)} · ${phone}` : phone
    return element('option', { text, attributes: { value: phone } })
  })
  phoneChoice.replaceChildren(...options)
  if (inUse) phoneChoice.value = inUse.phone
}

/** The phone that was asked for, else the one in use, else the first that somebody looks at. */
function choosePhone() {
  const numbers = phones.map((one) => one.phone)
  if (numbers.includes(wanted)) {
    const number = wanted
    wanted = ''
    return number
  }
  if (inUse && numbers.includes(inUse.phone)) return inUse.phone
  return (phones.find((one) => !one.headless) ?? phones[0])?.phone ?? ''
}

/** Takes in the phones that were made, or lost by a reset, since we last looked. */
async function lookForPhones() {
  try {
    const found = await listPhones()
    if (JSON.stringify(found) !== JSON.stringify(phones)) {
      phones = found
      drawPhones()
      const choice = choosePhone()
      if (choice === inUse?.phone) inUse?.meet(found)
      else use(choice)
    }
    if (!inUse) tell(null)
  } catch (error) {
    if (!inUse) tell(error instanceof Error ? error.message : '')
  }
  setTimeout(lookForPhones, LOOK_FOR_PHONES_MS)
}

phoneChoice.addEventListener('change', () => {
  wanted = ''
  use(phoneChoice.value)
})
for (const [tag, { name }] of Object.entries(LANGUAGES)) {
  languageChoice.append(element('option', { text: name, attributes: { value: tag, lang: tag } }))
}
languageChoice.value = language
languageChoice.addEventListener('change', () => {
  if (!isLanguage(languageChoice.value)) return
  language = languageChoice.value
  memory.setItem('formwire-sandbox language', language)
  developer = drawWords()
  use(inUse?.phone ?? '', inUse?.chat() ?? null)
})
drawer.open = address.searchParams.has('developer')

function showTime() {
  const now = new Date()
  byId('clock', HTMLElement).textContent = [now.getHours(), now.getMinutes()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  setTimeout(showTime, 60_000 - (now.getTime() % 60_000))
}
showTime()
byId('gauges', HTMLElement).append(icon('signal'), icon('battery'))
pane.replaceChildren(element('p', { class: 'empty', text: words.noPhones }))
void lookForPhones()

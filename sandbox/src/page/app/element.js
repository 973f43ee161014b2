// @ts-check

/**
 * @typedef {object} Given
 * @property {string} [class]
 * @property {string} [text] shown as text, never as markup
 * @property {Record<string, string>} [attributes]
 * @property {(event: Event) => unknown} [onClick]
 */

/**
 * Makes one element. Whatever others wrote goes in as `text`: the page has no other way to put a string on the screen.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Given} [given]
 * @param {(Node | null)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, given = {}, ...children) {
  const made = document.createElement(tag)
  if (given.class) made.className = given.class
  if (given.text !== undefined) made.textContent = given.text
  for (const [name, value] of Object.entries(given.attributes ?? {})) made.setAttribute(name, value)
  if (given.onClick) made.addEventListener('click', given.onClick)
  made.append(...children.filter((child) => child !== null))
  return made
}

/**
 * Finds an element of index.html. Throws when it is not there, or is another kind of element: that is a mistake of ours.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} "${id}"`)
  return found
}

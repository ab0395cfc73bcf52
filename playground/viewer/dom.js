const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. Attributes that are null, undefined or false are left out; functions listen to their name's event. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

let count = 0;

/** An id that nothing else on the page has, for what names or describes something else. */
export const uniqueId = () => `n${++count}`;

/** A part of the page under a heading of its own. */
export function section(title, attributes, ...children) {
  const id = uniqueId();
  return h('section', { ...attributes, 'aria-labelledby': id }, h('h2', { id }, title), children);
}

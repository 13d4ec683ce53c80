type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What nobody but the visitor writes, or what is not written at all. */
const NEVER_TYPES = new Set(['password', 'hidden', 'file', 'submit', 'button', 'reset', 'image']);
/** Of `autocomplete`: what opens an account, or pays. */
const NEVER_TOKENS = /^(cc-.+|current-password|new-password|one-time-code|transaction-.+|webauthn)$/i;

/**
 * Writes into a field as a visitor does, so that frameworks take note of it.
 * @throws {Error} For the model: the field is none that may be written into, or does not take this.
 */
export function fillField(element: Element, value: string): void {
  const field = writable(element);
  if (field instanceof viewOf(field).HTMLSelectElement) choose(field, value);
  else if (field instanceof viewOf(field).HTMLInputElement && isBox(field)) check(field, value);
  else write(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Whether an element is a field that a model may be offered. */
export function isWritable(element: Element): element is Field {
  if (!element.matches('input, textarea, select')) return false;
  const tokens = element.getAttribute('autocomplete')?.split(/\s+/) ?? [];
  return !NEVER_TYPES.has((element as Field).type) && !tokens.some((token) => NEVER_TOKENS.test(token));
}

function writable(element: Element): Field {
  if (!isWritable(element)) throw new Error('This field is for the visitor alone.');
  if (element.matches(':disabled, [readonly]')) throw new Error('The field cannot be changed now.');
  // Nobody takes the pen out of a visitor's hand.
  if (element.matches(':focus') && element.value !== '' && !isBox(element))
    throw new Error('The visitor is writing in this field.');
  return element;
}

const isBox = ({ type }: Field): boolean => type === 'checkbox' || type === 'radio';

function write(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (field.maxLength >= 0 && value.length > field.maxLength)
    throw new Error(`The field takes at most ${field.maxLength} characters.`);
  const before = field.value;
  setValue(field, value);
  // Fields for numbers and dates empty themselves of what they do not take.
  if (field.value !== '' || value === '') return;
  setValue(field, before);
  throw new Error(`The field takes a ${field.type}, and not this.`);
}

function choose(field: HTMLSelectElement, value: string): void {
  const options = [...field.options].filter(({ disabled }) => !disabled);
  const isMeant = (text: string): boolean => text.trim().toLowerCase() === value.trim().toLowerCase();
  const option = options.find((one) => one.value === value) ?? options.find(({ label }) => isMeant(label));
  if (!option) throw new Error(`The field has ${options.map(({ label }) => JSON.stringify(label)).join(', ')}.`);
  setValue(field, option.value);
}

function check(field: HTMLInputElement, value: string): void {
  if (value !== 'true' && value !== 'false') throw new Error('The field takes true or false.');
  if (field.checked === (value === 'true')) return;
  setOf(field, 'checked', value === 'true');
}

const setValue = (field: Field, value: string): void => setOf(field, 'value', value);

/** Past what frameworks lay over an element's own properties, so that they notice. */
function setOf(field: Field, name: 'value' | 'checked', value: unknown): void {
  const { HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement } = viewOf(field);
  const owner = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].find((one) => field instanceof one);
  if (owner) Reflect.set(owner.prototype, name, value, field);
}

function viewOf({ ownerDocument }: Element): typeof globalThis {
  return ownerDocument.defaultView ?? globalThis;
}

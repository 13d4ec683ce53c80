const KEY_EVENTS = ['keydown', 'keypress', 'keyup'] as const;

/**
 * Keeps what is typed in a field of the element from the shortcuts of its page, to which a key seems to come from the element.
 * The page still gets Escape and Tab, and what is pressed with Ctrl or Command.
 */
export function keepTyping(host: HTMLElement, signal: AbortSignal): void {
  const keep = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey } = event;
    const isTyped = !ctrlKey && !metaKey && key !== 'Escape' && key !== 'Tab';
    if (isTyped && event.composedPath()[0] instanceof HTMLTextAreaElement) event.stopPropagation();
  };
  for (const type of KEY_EVENTS) host.addEventListener(type, keep, { signal });
}

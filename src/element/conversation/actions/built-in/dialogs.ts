/** @throws {Error} For the model: it is no dialog, or the page does not let it open. */
export function openDialog(element: Element): void {
  const dialog = dialogOf(element);
  if (isOpen(dialog)) throw new Error('It is open already.');
  dialog.showModal();
  // Its `beforetoggle` is the page’s to prevent.
  if (!isOpen(dialog)) throw new Error('The page does not let it open now.');
}

/** @throws {Error} For the model. */
export function closeDialog(element: Element): void {
  const dialog = dialogOf(element);
  if (!isOpen(dialog)) throw new Error('It is not open.');
  dialog.close();
}

function dialogOf(element: Element): HTMLDialogElement {
  if (element.localName !== 'dialog' || !('showModal' in element)) throw new Error('It is no dialog.');
  return element as HTMLDialogElement;
}

const isOpen = ({ open }: HTMLDialogElement): boolean => open;

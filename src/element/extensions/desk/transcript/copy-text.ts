/** Puts a text into the clipboard; false where the browser refuses it, which has then selected `shown` for the visitor to copy. */
export async function copyText(text: string, shown: Node | undefined): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure context there is no clipboard, and a frame may be denied it.
    if (shown) getSelection()?.selectAllChildren(shown);
    return false;
  }
}

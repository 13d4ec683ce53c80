import type { CSSResult } from 'lit';

const MADE = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/** Gives a shadow root its styles, made for the document it is in: no other document takes them. */
export function adopt(root: ShadowRoot, styles: readonly CSSResult[]): void {
  const { ownerDocument } = root;
  const Sheet = ownerDocument.defaultView?.CSSStyleSheet;
  if (!Sheet) return;
  const made = MADE.get(ownerDocument) ?? new Map<CSSResult, CSSStyleSheet>();
  MADE.set(ownerDocument, made);
  root.adoptedStyleSheets = styles.map((style) => {
    const sheet = made.get(style) ?? new Sheet();
    if (!made.has(style)) sheet.replaceSync(style.cssText);
    made.set(style, sheet);
    return sheet;
  });
}

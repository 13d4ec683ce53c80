import { html, type TemplateResult } from 'lit';

export interface ButtonView {
  part: string;
  icon: unknown;
  label: unknown;
  onClick?: () => void;
}

/** A button with an icon and a word. */
export const button = ({ part, icon, label, onClick }: ButtonView): TemplateResult =>
  html`<button type="button" part="button ${part}" @click=${onClick}>
    ${icon}<span class="label">${label}</span>
  </button>`;

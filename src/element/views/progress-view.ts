import { html, nothing, type TemplateResult } from 'lit';

/** Those who do not see it are told by the status of the stage. */
export const progressView = (label: unknown, hint?: string): TemplateResult =>
  html`<p class="progress" aria-hidden="true">
    <span class="dots"><i></i><i></i><i></i></span
    ><span>${label}</span>${hint ? html`<span class="hint">${hint}</span>` : nothing}
  </p>`;

import { addElement, startElement } from '../start/element.js';
import { startCold } from './report.js';

// The element's own file comes by a script tag of its own, as pages have it.
startCold(async () => {
  const element = addElement();
  await customElements.whenDefined('kaltura-avatar');
  return startElement(element);
});

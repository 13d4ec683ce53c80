const LINES = 100;

/** Adds a line to the page's event log. */
export function logEvent(type: string, detail = '', isProblem = false): void {
  const log = document.getElementById('log');
  if (!log) return;
  const line = document.createElement('li');
  line.classList.toggle('problem', isProblem);
  const time = document.createElement('time');
  time.textContent = new Date().toLocaleTimeString([], { hour12: false });
  line.append(time, ` ${type} ${detail}`);
  log.prepend(line);
  while (log.childElementCount > LINES) log.lastElementChild?.remove();
}

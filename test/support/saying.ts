import type { ChildProcess } from 'node:child_process';

/** What a child has printed, once that matches. */
export function saying(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const match = pattern.exec(said);
      if (match) resolve(match);
    });
    child.once('exit', () => reject(new Error(`It left before it said ${String(pattern)}. It said:\n${said}`)));
  });
}

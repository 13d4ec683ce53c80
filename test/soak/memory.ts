import { execFileSync } from 'node:child_process';

const PARTS = { media: /media-process/, voice: /voice-process/ } as const;

export type Part = 'main' | keyof typeof PARTS;

/** Resident memory of the simulator's processes now, in MB; a part that does not run is missing. */
export function readMemory(mainPid: number): Partial<Record<Part, number>> {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null)
    .map(([, pid, parent, kilobytes, command = '']) => ({
      pid: Number(pid),
      parent: Number(parent),
      megabytes: Math.round(Number(kilobytes) / 1024),
      command,
    }));
  const memory: Partial<Record<Part, number>> = {};
  for (const { pid, parent, megabytes, command } of rows) {
    if (pid === mainPid) memory.main = megabytes;
    if (parent !== mainPid) continue;
    for (const [part, pattern] of Object.entries(PARTS)) {
      if (pattern.test(command)) memory[part as Part] = megabytes;
    }
  }
  return memory;
}

import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

export interface ProcessorTime {
  /** In milliseconds, of the thread that runs the scripts. */
  main: number;
  /** Of all other threads. */
  others: number;
}

/** What a process has used so far, by its threads. Linux alone tells. */
export function processorTime(pid: number): ProcessorTime {
  const time: ProcessorTime = { main: 0, others: 0 };
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const used = usedBy(`/proc/${pid}/task/${thread}/stat`);
    if (Number(thread) === pid) time.main += used;
    else time.others += used;
  }
  return time;
}

/** A thread may end meanwhile. */
function usedBy(path: string): number {
  try {
    // The name of the program, in brackets, may hold spaces.
    const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

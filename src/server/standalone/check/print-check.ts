import type { AvatarControl } from '../../avatar-control.js';
import { printable } from '../text-table.js';
import { checkDeployment, type CheckReport, type CheckRow } from './check-deployment.js';

const WIDTHS = { what: 20, result: 9, ms: 8 };

export interface PrintedCheck {
  control: AvatarControl;
  avatarId: string | undefined;
  voiceId: string | undefined;
  /** The report as JSON, in place of the table. */
  asJson: boolean;
  write: (text: string) => void;
}

/** Checks a deployment, and prints what is found as it is found. Resolves to whether an avatar can be made to speak. */
export async function printCheck({ asJson, write, ...deployment }: PrintedCheck): Promise<boolean> {
  const report = await checkDeployment({ ...deployment, onRow: (row) => asJson || write(`${lineOf(row)}\n`) });
  write(asJson ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${adviceOf(report)}\n`);
  return report.isUsable;
}

function lineOf({ what, result, ms, detail }: CheckRow): string {
  const took = ms === undefined ? '' : `${ms} ms`;
  return `${what.padEnd(WIDTHS.what)}${result.padEnd(WIDTHS.result)}  ${took.padStart(WIDTHS.ms)}  ${printable(detail)}`;
}

function adviceOf({ advice }: CheckReport): string {
  return advice.map((line) => `- ${line}`).join('\n');
}

// What failed in the runs of the component tests: told again in the end, and kept for a second run.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not in test-results, which Playwright empties when it begins. Each run has a file of its own: several go on at once.
const KEPT_IN = fileURLToPath(new URL('../../node_modules/.cache/component-failures', import.meta.url));

/** Called before the runs whose failures are asked for. */
export function forgetFailedFiles() {
  rmSync(KEPT_IN, { recursive: true, force: true });
  mkdirSync(KEPT_IN, { recursive: true });
}

/**
 * What has failed since {@link forgetFailedFiles}, by run; empty where nothing did.
 * @returns {{ file: string, problems: string[] }[][]}
 */
export function readFailureReports() {
  return readdirSync(KEPT_IN).map((name) => JSON.parse(readFileSync(join(KEPT_IN, name), 'utf8')));
}

/** A reporter of Web Test Runner that repeats what failed where it is read first: at the end. */
export function failedFilesReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const failed = sessions.filter(({ passed }) => !passed).map(failedFile);
      if (failed.length === 0) return;
      mkdirSync(KEPT_IN, { recursive: true });
      writeFileSync(join(KEPT_IN, `${process.pid}.json`), JSON.stringify(failed));
      console.log(describeFailedFiles(failed));
    },
  };
}

/** For a console. */
export function describeFailedFiles(failed) {
  const lines = failed.flatMap(({ file, problems }) => problems.map((problem) => `  ${file}: ${problem}`));
  return `Failed:\n${lines.join('\n')}`;
}

function failedFile({ testFile, testResults, errors }) {
  return {
    file: relative(process.cwd(), testFile),
    problems: [...errors.map(({ message }) => message), ...failedTests(testResults)],
  };
}

function failedTests(suite, path = []) {
  if (!suite) return [];
  const names = suite.name ? [...path, suite.name] : path;
  return [
    ...suite.tests
      .filter(({ passed, skipped }) => !passed && !skipped)
      .map(({ name, error }) => `${[...names, name].join(' › ')}: ${error?.message ?? 'failed'}`),
    ...suite.suites.flatMap((inner) => failedTests(inner, names)),
  ];
}

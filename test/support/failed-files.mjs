// What failed in a run of the component tests: told again in the end, and kept for a second run.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not in test-results, which Playwright empties when it begins.
const KEPT_IN = fileURLToPath(new URL('../../node_modules/.cache/component-failures.json', import.meta.url));

/**
 * What failed in the last run of the component tests, a file each; empty where nothing did.
 * @returns {{ file: string, problems: string[] }[]}
 */
export function readFailedFiles() {
  return existsSync(KEPT_IN) ? JSON.parse(readFileSync(KEPT_IN, 'utf8')) : [];
}

/** A reporter of Web Test Runner that repeats what failed where it is read first: at the end. */
export function failedFilesReporter() {
  return {
    start: () => rmSync(KEPT_IN, { force: true }),
    onTestRunFinished({ sessions }) {
      const failed = sessions.filter(({ passed }) => !passed).map(failedFile);
      if (failed.length === 0) return;
      mkdirSync(dirname(KEPT_IN), { recursive: true });
      writeFileSync(KEPT_IN, JSON.stringify(failed));
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

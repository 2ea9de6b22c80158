import { createRuns as shipped } from '#handlers/runs.ts';
import { runLedger } from './ledger.ts';

export const createRuns: typeof shipped = (readExample) =>
  new Map([...shipped(readExample), ['ledger', runLedger]]);

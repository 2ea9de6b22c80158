import { descriptors as shipped } from '#handlers/descriptors.ts';
import { ledgerDescriptor } from './ledger.ts';

export const descriptors = new Map([...shipped, ['ledger', ledgerDescriptor]]);

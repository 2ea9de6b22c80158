import type { Descriptors, HandlerDescriptor } from '#core/workflow/descriptor.ts';
import { commandDescriptor } from '#handlers/command/descriptor.ts';
import { filesDescriptor } from '#handlers/files/descriptor.ts';
import { httpDescriptor } from '#handlers/http/descriptor.ts';
import { jsDescriptor } from '#handlers/js/descriptor.ts';
import { noopDescriptor } from '#handlers/noop/descriptor.ts';
import { pythonDescriptor } from '#handlers/python/descriptor.ts';
import { sqlDescriptor } from '#handlers/sql/descriptor.ts';
import { waitDescriptor } from '#handlers/wait/descriptor.ts';
import { wasmDescriptor } from '#handlers/wasm/descriptor.ts';

const all: readonly HandlerDescriptor[] = [
  jsDescriptor,
  noopDescriptor,
  waitDescriptor,
  filesDescriptor,
  commandDescriptor,
  httpDescriptor,
  sqlDescriptor,
  wasmDescriptor,
  pythonDescriptor,
];

/** Every type that a file may name, also those that cannot run yet. */
export const descriptors: Descriptors = new Map(
  all.map((descriptor) => [descriptor.type, descriptor]),
);

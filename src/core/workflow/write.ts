import type { Workflow } from './model.ts';
import { toFile } from './to-file.ts';
import { writeJsonText } from './write-json.ts';
import { writeYamlText } from './write-yaml.ts';

/** JSON text that reads back as an equal workflow, unknown fields and `x-` keys too (WF-20). */
export function writeJson(workflow: Workflow): string {
  return writeJsonText(toFile(workflow, 'whole'));
}

export function writeYaml(workflow: Workflow): string {
  return writeYamlText(toFile(workflow, 'whole'));
}

import { expose } from 'comlink';
import type { EditorApi } from '#ports/editor-api.ts';
import { WorkerLink } from './worker-link.ts';

/** A text that takes longer than this to read is not typed in. */
const answerMs = 30_000;

/** The editor's worker: made when it is first asked, and anew after it died of a text. */
export class RemoteEditor implements EditorApi {
  readonly #create: () => Worker;
  #link: WorkerLink<EditorApi> | null = null;

  constructor(create: () => Worker) {
    this.#create = create;
  }

  /** It starts while what it will be asked about is still on its way. */
  wake(): void {
    this.#linked();
  }

  check: EditorApi['check'] = (source) => this.#call((link) => link.check(source));
  patch: EditorApi['patch'] = (source, operation) =>
    this.#call((link) => link.patch(source, operation));
  readValue: EditorApi['readValue'] = (source, path) =>
    this.#call((link) => link.readValue(source, path));
  layout: EditorApi['layout'] = (request) => this.#call((link) => link.layout(request));
  sniff: EditorApi['sniff'] = (request) => this.#call((link) => link.sniff(request));
  complete: EditorApi['complete'] = (source, offset) =>
    this.#call((link) => link.complete(source, offset));
  explain: EditorApi['explain'] = (source, offset) =>
    this.#call((link) => link.explain(source, offset));

  #call<T>(use: (api: EditorApi) => Promise<T>): Promise<T> {
    // The remote takes and gives what the typed one does; Comlink's own type adds nothing here.
    return this.#linked().call((remote) => use(remote as unknown as EditorApi), answerMs);
  }

  #linked(): WorkerLink<EditorApi> {
    if (this.#link !== null) return this.#link;
    const link = new WorkerLink<EditorApi>(this.#create());
    link.whenLost(() => {
      this.#link = null;
    });
    this.#link = link;
    return link;
  }
}

/** To be called once in the worker. */
export function exposeEditor(api: EditorApi): void {
  expose(api);
}

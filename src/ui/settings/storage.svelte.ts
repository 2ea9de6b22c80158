/** Asking the browser to keep what is stored, and its answer. */
export class Keeping {
  answer = $state.raw<'granted' | 'refused' | 'impossible' | null>(null);

  async ask(): Promise<void> {
    // Absent where the page is not opened over https, whatever its type says.
    const storage = navigator.storage as StorageManager | undefined;
    if (storage?.persist === undefined) {
      this.answer = 'impossible';
      return;
    }
    try {
      this.answer = (await storage.persist()) ? 'granted' : 'refused';
    } catch {
      // Some browsers refuse by rejecting.
      this.answer = 'refused';
    }
  }
}

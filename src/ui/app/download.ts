/** Hands text to the browser's downloads under a name that every file system takes. */
export function download(name: string, text: string, mediaType: string): string {
  return downloadBlob(name, new Blob([text], { type: mediaType }));
}

/** @returns the name it has there. */
export function downloadBlob(name: string, blob: Blob): string {
  const fileName = name.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 120);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the address by then; freed at once it would be gone too early.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
  return fileName;
}

/** Has the browser keep all files of the studio, where it can: the page opens without a network from then on. */
export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    const registration = await navigator.serviceWorker.register("./offline.js");
    const answer = await fetch("./files.json");
    const paths = answer.ok ? ((await answer.json()) as readonly string[]) : [];
    const worker = registration.active ?? (await navigator.serviceWorker.ready).active;
    worker?.postMessage({ paths });
  } catch {
    // Where nothing may be kept, the page works while there is a network.
  }
}

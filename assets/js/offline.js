// The service worker keeps a page that says the connection is lost, and the stylesheet it needs.

export function offline(script) {
  if (!("serviceWorker" in navigator) || !script.dataset.worker) return;
  addEventListener("load", () => navigator.serviceWorker.register(script.dataset.worker));
}

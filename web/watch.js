/** Watching a conversation: its sound and pictures, and no microphone (WHEP). */
import { CallError } from "./call.js";
import { accept, post, receive } from "./whip.js";

/** The id of the conversation that this page's address is for, or null: #watch=ID. A fragment, so that loading the page does not send it. */
export const watchedId = () => new URLSearchParams(location.hash.slice(1)).get("watch");

/** The address to give to who may watch. */
export const watchLink = (id) => `${location.origin}${location.pathname}#watch=${encodeURIComponent(id)}`;

/**
 * @param {string} id for viewers
 * @param {MediaStream} stream filled as tracks come
 * @param {() => void} onEnd told once, when nothing comes any more
 * @throws {CallError} where it cannot be watched
 */
export async function watch(id, stream, onEnd) {
  const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  receive(peer, stream);
  peer.addTransceiver("audio", { direction: "recvonly" });
  peer.addTransceiver("video", { direction: "recvonly" });
  const offer = await peer.createOffer();
  const response = await post(`api/conversations/${encodeURIComponent(id)}/viewers`, offer).catch(() => {
    throw new CallError("unreachable");
  });
  if (!response.ok) {
    peer.close();
    throw new CallError({ 404: "ended", 503: "manyWatch" }[response.status] ?? "noMedia");
  }
  const resource = response.headers.get("location");
  await accept(peer, offer, response);

  let over = false;
  const end = () => {
    if (!over) {
      over = true;
      peer.close();
      fetch(resource, { method: "DELETE", keepalive: true }).catch(() => {});
      onEnd();
    }
  };
  window.addEventListener("pagehide", end);
  // The server's farewell is DTLS's; without one the network is gone.
  const { transport } = peer.getReceivers()[0];
  transport.onstatechange = () => ["closed", "failed"].includes(transport.state) && end();
  peer.onconnectionstatechange = () => peer.connectionState === "failed" && end();
}

/** One call: media over WebRTC, events over a WebSocket. */
import { accept, answerAfterRestart, fragment, post, receive } from "./whip.js";

const PATIENCE_MS = 10_000; // until media flows
const SERVER_WAITS_MS = 20_000; // for a browser that it hears nothing of
const RETRY_MS = 1_000;
const RESTART_MS = 4_000; // until a restart is tried again
const TRY_AGAIN_LATER = 1013; // WebSocket: somebody else has just taken the last place
const UNKNOWN = 1008; // WebSocket: there is no such conversation

/** An error whose message is a key of i18n.js, or "hungUp". */
export class CallError extends Error {}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Call extends EventTarget {
  #peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  #socket = null;
  #resource = null;
  #microphone = null;
  #closed = false;
  #recovering = false;
  #deafSince = null; // no events since then
  #network = navigator.connection?.type;
  #giveUp = () => {};
  #over = new Promise((_, reject) => {
    this.#giveUp = reject;
  });

  /** Sound and picture of the avatar, filled as tracks come. */
  stream = new MediaStream();

  get peer() {
    return this.#peer;
  }

  /**
   * @param {MediaStream|null} microphone null for a typed chat
   * @param {{language: string, avatar: string, backdrop: string}} wishes the language of the page,
   *     for the first words; who is seen and before what, empty for the server's choice
   * @throws {CallError} also where the call ends before media flows
   */
  async open(microphone, wishes) {
    this.#microphone = microphone;
    if (this.#closed) {
      this.#stopMicrophone(); // hung up while the person was asked for the microphone
    }
    await Promise.race([this.#over, this.#open(microphone, wishes)]);
  }

  async #open(microphone, wishes) {
    const peer = this.#peer;
    receive(peer, this.stream);
    const audioTrack = microphone?.getAudioTracks()[0];
    if (audioTrack) {
      peer.addTransceiver(audioTrack, { direction: "sendrecv", streams: [microphone] });
    } else {
      peer.addTransceiver("audio", { direction: "recvonly" });
    }
    peer.addTransceiver("video", { direction: "recvonly" });
    const offer = await peer.createOffer();

    const query = new URLSearchParams(Object.entries(wishes).filter(([, value]) => value));
    const response = await post(`api/conversations?${query}`, offer).catch(() => {
      throw new CallError("unreachable");
    });
    if (response.status === 503) {
      throw new CallError("full");
    }
    if (!response.ok) {
      throw new Error(await response.text());
    }
    this.#resource = response.headers.get("location");
    this.#listen();
    await accept(peer, offer, response);
    await this.#connected();
  }

  #connected() {
    const peer = this.#peer;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end("noMedia"), PATIENCE_MS);
      peer.onconnectionstatechange = () => {
        if (peer.connectionState === "connected") {
          clearTimeout(timer);
          peer.onconnectionstatechange = () =>
            ["disconnected", "failed"].includes(peer.connectionState) && this.#recover();
          navigator.connection?.addEventListener("change", this.#networkChanged);
          window.addEventListener("online", this.#networkChanged);
          resolve();
        } else if (peer.connectionState === "failed") {
          clearTimeout(timer);
          this.#end("noMedia");
        }
      };
    });
  }

  #networkChanged = ({ type }) => {
    const before = this.#network;
    this.#network = navigator.connection?.type;
    if (type === "online" || this.#network !== before) {
      this.#recover(); // "change" also tells of estimates
    }
  };

  /** After a change of network: new paths for media, for as long as the server waits. */
  async #recover() {
    if (this.#closed || this.#recovering) {
      return;
    }
    this.#recovering = true;
    this.#tell({ type: "state", state: "connecting" });
    const until = performance.now() + SERVER_WAITS_MS;
    for (let restarted = false; !restarted && !this.#closed; ) {
      if (performance.now() > until) {
        this.#end("lost");
      }
      restarted = await this.#restart().catch(() => pause(RETRY_MS));
    }
    this.#recovering = false;
    if (!this.#closed) {
      this.#tell({ type: "state", state: "listening" }); // or what the server says next
    }
  }

  /** An ICE restart (RFC 9725 §4.3.3); whether media flows after it. */
  async #restart() {
    const peer = this.#peer;
    const offer = await peer.createOffer({ iceRestart: true });
    const response = await fetch(this.#resource, {
      method: "PATCH",
      headers: { "content-type": "application/trickle-ice-sdpfrag", "if-match": "*" },
      body: fragment(offer.sdp),
      signal: AbortSignal.timeout(RESTART_MS),
    });
    if (response.status === 404) {
      this.#end("lost");
    }
    if (!response.ok || this.#closed) {
      throw new Error(`the server answered ${response.status}`);
    }
    const sdp = answerAfterRestart(peer.remoteDescription.sdp, await response.text());
    await peer.setLocalDescription(offer);
    await peer.setRemoteDescription({ type: "answer", sdp });
    const deadline = performance.now() + RESTART_MS;
    while (!this.#closed && performance.now() < deadline) {
      await pause(50);
      if (peer.connectionState === "connected") {
        return true;
      }
    }
    return false;
  }

  #listen() {
    const url = new URL(`${this.#resource}/events`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#deafSince = null;
    };
    socket.onmessage = ({ data }) => this.#tell(JSON.parse(data));
    socket.onclose = ({ code, wasClean }) => {
      if (wasClean) {
        const reasons = { [TRY_AGAIN_LATER]: "full", [UNKNOWN]: "lost" };
        this.#end(reasons[code] ?? "ended");
      } else {
        this.#listenAgain();
      }
    };
  }

  /** A change of network breaks the socket, too. */
  async #listenAgain() {
    this.#deafSince ??= performance.now();
    if (performance.now() - this.#deafSince > SERVER_WAITS_MS) {
      this.#end("lost");
    }
    await pause(RETRY_MS);
    if (!this.#closed) {
      this.#listen();
    }
  }

  #tell(message) {
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  say(text) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ type: "say", text }));
    } else {
      this.#socket?.addEventListener("open", () => this.say(text), { once: true });
    }
  }

  set muted(muted) {
    for (const track of this.#microphone?.getAudioTracks() ?? []) {
      track.enabled = !muted;
    }
  }

  #stopMicrophone() {
    for (const track of this.#microphone?.getTracks() ?? []) {
      track.stop();
    }
  }

  close() {
    this.#end("hungUp");
  }

  /**
   * @param {"hungUp"|"ended"|"full"|"noMedia"|"lost"} reason by the person, by the server, by the
   *     network
   */
  #end(reason) {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#socket?.close();
    this.#peer.close();
    navigator.connection?.removeEventListener("change", this.#networkChanged);
    window.removeEventListener("online", this.#networkChanged);
    this.#stopMicrophone();
    if (this.#resource) {
      fetch(this.#resource, { method: "DELETE", keepalive: true }).catch(() => {});
    }
    this.dispatchEvent(new CustomEvent("end", { detail: reason }));
    this.#giveUp(new CallError(reason));
  }
}

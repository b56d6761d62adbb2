/** One call: media over WebRTC, events over a WebSocket. */

const PATIENCE_MS = 10_000;

/** An error whose message is a key of i18n.js. */
export class CallError extends Error {}

export class Call extends EventTarget {
  #peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  #socket = null;
  #resource = null;
  #microphone = null;
  #closed = false;

  /** Sound and picture of the avatar, filled as tracks come. */
  stream = new MediaStream();

  get peer() {
    return this.#peer;
  }

  /**
   * @param {MediaStream|null} microphone null for a typed chat
   * @param {{language: string, avatar: string, backdrop: string}} wishes the language of the page,
   *     for the first words; who is seen and before what, empty for the server's choice
   */
  async open(microphone, wishes) {
    this.#microphone = microphone;
    const peer = this.#peer;
    peer.ontrack = ({ track, receiver }) => {
      // Play at once: the server keeps lips and sound together.
      receiver.jitterBufferTarget = 0;
      this.stream.addTrack(track);
    };
    const audioTrack = microphone?.getAudioTracks()[0];
    if (audioTrack) {
      peer.addTransceiver(audioTrack, { direction: "sendrecv", streams: [microphone] });
    } else {
      peer.addTransceiver("audio", { direction: "recvonly" });
    }
    peer.addTransceiver("video", { direction: "recvonly" });
    await peer.setLocalDescription(await peer.createOffer());

    const query = new URLSearchParams(Object.entries(wishes).filter(([, value]) => value));
    const response = await fetch(`api/conversations?${query}`, {
      method: "POST",
      headers: { "content-type": "application/sdp" },
      body: peer.localDescription.sdp,
    }).catch(() => {
      throw new CallError("unreachable");
    });
    if (response.status === 503) {
      throw new CallError("full");
    }
    if (!response.ok) {
      throw new Error(await response.text());
    }
    this.#resource = response.headers.get("location");
    this.#listen(new URL(`${this.#resource}/events`, location.href));
    await peer.setRemoteDescription({ type: "answer", sdp: await response.text() });
    await this.#connected();
  }

  #connected() {
    const peer = this.#peer;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new CallError("noMedia")), PATIENCE_MS);
      peer.onconnectionstatechange = () => {
        if (peer.connectionState === "connected") {
          clearTimeout(timer);
          resolve();
        } else if (peer.connectionState === "failed") {
          clearTimeout(timer);
          reject(new CallError("noMedia"));
          this.#end("lost");
        }
      };
    });
  }

  #listen(url) {
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    this.#socket = new WebSocket(url);
    this.#socket.onmessage = ({ data }) =>
      this.dispatchEvent(new CustomEvent("message", { detail: JSON.parse(data) }));
    this.#socket.onclose = ({ wasClean }) => this.#end(wasClean ? "ended" : "lost");
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

  close() {
    this.#end("hungUp");
  }

  /** @param {"hungUp"|"ended"|"lost"} reason by the person, by the server, by the network */
  #end(reason) {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#socket?.close();
    this.#peer.close();
    for (const track of this.#microphone?.getTracks() ?? []) {
      track.stop();
    }
    if (this.#resource) {
      fetch(this.#resource, { method: "DELETE", keepalive: true }).catch(() => {});
    }
    this.dispatchEvent(new CustomEvent("end", { detail: reason }));
  }
}

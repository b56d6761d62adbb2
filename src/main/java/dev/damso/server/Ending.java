package dev.damso.server;

import io.helidon.websocket.WsCloseCodes;

/** What a page's event socket is told at the end (RFC 6455 §7.4, IANA's close codes). */
enum Ending {
  /** The conversation is over. */
  OVER(WsCloseCodes.NORMAL_CLOSE, "ended"),
  /** All places were taken when the caller's media arrived. */
  FULL(WsCloseCodes.TRY_AGAIN_LATER, "all conversations are taken");

  private final int code;
  private final String reason;

  Ending(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}

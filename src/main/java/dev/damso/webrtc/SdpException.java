package dev.damso.webrtc;

/** An offer that cannot be answered; the message is one line that tells the caller why. */
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;

  public SdpException(String message) {
    super(message);
  }
}

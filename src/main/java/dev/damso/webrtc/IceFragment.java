package dev.damso.webrtc;

import java.util.List;
import java.util.Optional;

/**
 * The part of a session description that an ICE restart tells (RFC 8840 §9, RFC 9725 §4.3).
 *
 * @param ufrag the sender's user name fragment
 */
record IceFragment(String ufrag) {
  private static final int MAX_CHARACTERS = 64 * 1024;

  /**
   * Reads a fragment from outside; its candidates are of no use to an ICE-lite server.
   *
   * @throws SdpException if it is malformed
   */
  static IceFragment parse(String text) throws SdpException {
    if (text.length() > MAX_CHARACTERS) {
      throw new SdpException("The SDP fragment is longer than " + MAX_CHARACTERS + " characters");
    }
    List<String> lines = text.lines().toList();
    String ufrag = value(lines, "a=ice-ufrag:", "[A-Za-z0-9+/]{4,256}");
    value(lines, "a=ice-pwd:", "[A-Za-z0-9+/]{22,256}"); // it is never checked against
    return new IceFragment(ufrag);
  }

  private static String value(List<String> lines, String prefix, String form) throws SdpException {
    Optional<String> value =
        lines.stream()
            .filter(line -> line.startsWith(prefix))
            .map(line -> line.substring(prefix.length()).strip())
            .filter(text -> text.matches(form))
            .findFirst();
    return value.orElseThrow(() -> new SdpException("The SDP fragment has no valid " + prefix));
  }
}

package dev.damso.webrtc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One {@code m=} section of a session description (RFC 8866 §5.14).
 *
 * @param kind {@code audio}, {@code video} or {@code application}
 * @param protocol the transport, for instance {@code UDP/TLS/RTP/SAVPF}
 * @param formats as offered; payload types for RTP
 * @param attributes without {@code a=}, in order
 */
record SdpMedia(String kind, String protocol, List<String> formats, List<String> attributes) {

  /** The value of the first {@code a=name:value}. */
  Optional<String> attribute(String name) {
    return find(attributes, name);
  }

  static Optional<String> find(List<String> attributes, String name) {
    String prefix = name + ":";
    return attributes.stream()
        .filter(a -> a.startsWith(prefix))
        .map(a -> a.substring(prefix.length()).strip())
        .findFirst();
  }

  boolean has(String flag) {
    return attributes.contains(flag);
  }

  String mid() {
    return attribute("mid").orElse("");
  }

  /** Payload types with {@code a=rtpmap:… codec/…}, in the offer's order of preference. */
  List<Integer> payloadTypes(String codec) {
    String wanted = codec + "/";
    Set<String> mapped = new HashSet<>();
    for (String a : attributes) {
      int space = a.indexOf(' ');
      if (a.startsWith("rtpmap:")
          && space > 0
          && a.regionMatches(true, space + 1, wanted, 0, wanted.length())) {
        mapped.add(a.substring("rtpmap:".length(), space));
      }
    }
    List<Integer> found = new ArrayList<>();
    for (String format : formats) {
      OptionalInt number = payloadType(format);
      if (number.isPresent() && mapped.contains(format)) {
        found.add(number.getAsInt());
      }
    }
    return found;
  }

  /** The format parameters of a payload type, or {@code ""}. */
  String parameters(int payloadType) {
    String prefix = "fmtp:" + payloadType + " ";
    return attributes.stream()
        .filter(a -> a.startsWith(prefix))
        .map(a -> a.substring(prefix.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** The {@code rtx} payload type associated with {@code payloadType} (RFC 4588 §8.6). */
  OptionalInt rtxFor(int payloadType) {
    return payloadTypes("rtx").stream()
        .filter(p -> List.of(parameters(p).split("[; ]+")).contains("apt=" + payloadType))
        .mapToInt(p -> p)
        .findFirst();
  }

  /** The identifier of a one-byte header extension, where offered (RFC 8285 §5). */
  OptionalInt extension(String uri) {
    for (String a : attributes) {
      String[] parts = a.split("[: /]", 3);
      if (parts[0].equals("extmap") && parts.length == 3 && a.contains(" " + uri)) {
        OptionalInt id = payloadType(parts[1]);
        if (id.isPresent() && id.getAsInt() >= 1 && id.getAsInt() <= 14) {
          return id;
        }
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt payloadType(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(text);
    return number <= 127 ? OptionalInt.of(number) : OptionalInt.empty();
  }
}

package dev.damso.webrtc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Session descriptions as browsers made them. */
public final class Offers {
  private Offers() {}

  public static String chromium() {
    return read("chromium.sdp");
  }

  /** Firefox that has not fetched OpenH264. */
  public static String firefox() {
    return read("firefox.sdp");
  }

  /** As public bug reports show Safari 17 and 18 offers; not recorded by us. */
  public static String safari() {
    return read("safari.sdp");
  }

  private static String read(String name) {
    try (InputStream in = Offers.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

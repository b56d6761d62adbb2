package dev.damso.server;

/**
 * Where the server is.
 *
 * @param host address or name to listen on
 * @param port TCP port, or 0 for a free one
 * @param udpPort port of all media, or 0 for a free one
 * @param publicAddress address that browsers reach this machine at, or empty
 * @param iceServers that browsers are told of
 * @param viewers of a conversation at most
 */
public record Listening(
    String host, int port, int udpPort, String publicAddress, IceServers iceServers, int viewers) {
  private static final int FEW = 8;

  /** On free ports, for this machine only. */
  public static Listening locally() {
    return new Listening("127.0.0.1", 0, 0, "", IceServers.NONE, FEW);
  }
}

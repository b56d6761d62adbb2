package dev.damso.webrtc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a browser offers (RFC 8829, RFC 8866): one audio and one video section, bundled, that
 * receive Opus and H.264 or VP8.
 *
 * @param media all sections, in order
 * @param fingerprint hash function and hex digest of the browser's certificate (RFC 8122)
 * @param remoteUfrag the browser's ICE user name fragment
 * @param audio the section for sound
 * @param opus payload type
 * @param video the section for pictures
 * @param format of pictures, chosen from those offered
 */
record SdpOffer(
    List<SdpMedia> media,
    String fingerprint,
    String remoteUfrag,
    SdpMedia audio,
    int opus,
    SdpMedia video,
    VideoFormat format) {
  static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
  static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

  private static final int MAX_CHARACTERS = 64 * 1024;
  private static final int MAX_SECTIONS = 16;
  private static final int MAX_FORMATS = 128; // there are no more payload types

  /**
   * Reads an offer from outside.
   *
   * @throws SdpException if it is malformed or offers nothing that can be answered
   */
  static SdpOffer parse(String sdp) throws SdpException {
    if (sdp.length() > MAX_CHARACTERS) {
      throw new SdpException("The SDP offer is longer than " + MAX_CHARACTERS + " characters");
    }
    if (!sdp.startsWith("v=0")) {
      throw new SdpException("Not an SDP offer: it must start with v=0");
    }
    List<String> session = new ArrayList<>();
    List<SdpMedia> media = new ArrayList<>();
    List<String> current = session;
    for (String line : sdp.split("\r?\n")) {
      if (line.chars().anyMatch(Character::isISOControl)) {
        throw new SdpException("The SDP offer has a control character in a line");
      }
      if (line.startsWith("m=")) {
        current = new ArrayList<>();
        media.add(section(line, current));
      } else if (line.startsWith("a=")) {
        current.add(line.substring(2));
      }
    }
    if (media.size() > MAX_SECTIONS) {
      throw new SdpException("The SDP offer has more than " + MAX_SECTIONS + " media sections");
    }
    return negotiate(session, media);
  }

  private static SdpMedia section(String line, List<String> attributes) throws SdpException {
    String[] parts = line.substring(2).strip().split(" +");
    if (parts.length < 4) {
      throw new SdpException("Malformed media section in the SDP offer");
    }
    if (parts.length > 3 + MAX_FORMATS) {
      throw new SdpException(
          "The SDP offer has more than " + MAX_FORMATS + " formats in a section");
    }
    return new SdpMedia(parts[0], parts[2], List.of(parts).subList(3, parts.length), attributes);
  }

  private static SdpOffer negotiate(List<String> session, List<SdpMedia> media)
      throws SdpException {
    for (SdpMedia m : media) {
      if (!m.mid().matches("[A-Za-z0-9_.+-]{1,32}")) {
        throw new SdpException("A media section of the SDP offer has no valid a=mid");
      }
    }
    SdpMedia audio = section(media, "audio");
    SdpMedia video = section(media, "video");
    if (session.stream().noneMatch(a -> bundles(a, audio, video))) {
      throw new SdpException("The SDP offer must have audio and video in one a=group:BUNDLE");
    }
    String fingerprint = shared("fingerprint", session, audio);
    if (!fingerprint.matches("(?i)sha-(256|384|512) [0-9a-f]{2}(:[0-9a-f]{2}){31,63}")) {
      throw new SdpException("The SDP offer's fingerprint is not SHA-256, SHA-384 or SHA-512");
    }
    String ufrag = shared("ice-ufrag", session, audio);
    String setup = SdpMedia.find(session, "setup").or(() -> audio.attribute("setup")).orElse("");
    if (!setup.equals("actpass") && !setup.equals("active")) {
      throw new SdpException("The SDP offer must have a=setup:actpass or active");
    }
    int opus =
        audio.payloadTypes("opus").stream()
            .findFirst()
            .orElseThrow(() -> new SdpException("The SDP offer has no Opus audio"));
    VideoFormat format = VideoFormat.choose(video);
    return new SdpOffer(List.copyOf(media), fingerprint, ufrag, audio, opus, video, format);
  }

  private static boolean bundles(String attribute, SdpMedia audio, SdpMedia video) {
    List<String> words = List.of(attribute.split(" +"));
    return words.getFirst().equals("group:BUNDLE")
        && words.contains(audio.mid())
        && words.contains(video.mid());
  }

  private static String shared(String name, List<String> session, SdpMedia audio)
      throws SdpException {
    Optional<String> value = audio.attribute(name).or(() -> SdpMedia.find(session, name));
    return value.orElseThrow(() -> new SdpException("The SDP offer has no a=" + name));
  }

  private static SdpMedia section(List<SdpMedia> media, String kind) throws SdpException {
    return media.stream()
        .filter(m -> m.kind().equals(kind) && m.protocol().endsWith("TLS/RTP/SAVPF"))
        .filter(m -> m.has("recvonly") || m.has("sendrecv"))
        .findFirst()
        .orElseThrow(
            () -> new SdpException("The SDP offer has no " + kind + " section that receives"));
  }

  /** The payload type of sound with redundancy of one packet (RFC 2198), where offered. */
  OptionalInt red() {
    return audio.payloadTypes("red").stream()
        .filter(p -> audio.parameters(p).matches(opus + "/" + opus + "(/.*)?"))
        .mapToInt(p -> p)
        .findFirst();
  }

  /** Whether the browser sends a microphone. */
  boolean sendsAudio() {
    return audio.has("sendrecv");
  }
}

package dev.damso.video;

import java.util.List;
import java.util.Map;

/**
 * A video encoder of FFmpeg and how to open it for low delay.
 *
 * @param name FFmpeg's name of it
 * @param options private options
 * @param followsBitRate whether a running encoder takes a new bit rate
 */
record Candidate(String name, Map<String, String> options, boolean followsBitRate) {
  /** For browsers without H.264. */
  static final Candidate VP8 =
      new Candidate(
          "libvpx",
          Map.of(
              "deadline", "realtime",
              "cpu-used", "8",
              "lag-in-frames", "0",
              "auto-alt-ref", "0",
              "drop-threshold", "0"),
          false);

  /** For H.264, best first. */
  static final List<Candidate> H264 =
      List.of(
          new Candidate(
              "h264_nvenc",
              Map.of(
                  "preset", "p1",
                  "tune", "ull",
                  "zerolatency", "1",
                  "delay", "0",
                  "rc", "cbr",
                  "forced-idr", "1",
                  "profile", "baseline"),
              true),
          new Candidate(
              "libx264",
              Map.of(
                  "preset", "ultrafast",
                  "tune", "zerolatency",
                  "profile", "baseline",
                  "forced-idr", "1",
                  "x264-params", "repeat-headers=1:annexb=1:sliced-threads=0:sync-lookahead=0"),
              true),
          new Candidate(
              "libopenh264",
              Map.of(
                  "rc_mode", "bitrate",
                  "allow_skip_frames", "0",
                  "profile", "constrained_baseline"),
              false));
}
